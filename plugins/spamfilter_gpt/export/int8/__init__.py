"""How a trained model is made ready for weights in int8, so that little is lost."""
