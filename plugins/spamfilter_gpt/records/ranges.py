"""What the numbers and texts of a record may be. An upper end is far above all that makes sense."""

from typing import Annotated

from spamfilter_gpt.records.parse import Spelled, Within

Count = Annotated[int, Within(0)]
Size = Annotated[int, Within(1, 1 << 24)]  # of one side of a matrix: more would fill the memory
Layers = Annotated[int, Within(1, 4096)]
Length = Annotated[int, Within(1, 1 << 20)]  # of a message, in tokens
Share = Annotated[float, Within(0, 1)]
Prior = Annotated[float, Within(0, 1, low_open=True, high_open=True)]
DropRate = Annotated[float, Within(0, 1, high_open=True)]
Positive = Annotated[float, Within(0, low_open=True)]
Amount = Annotated[float, Within(0)]
Hash = Annotated[str, Spelled("[0-9a-f]{64}", "64 hexadecimal digits")]
