"""The browser that tests and pictures look at pages with."""

import shutil

CHROMIUM = shutil.which("chromium")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--hide-scrollbars",
    "--no-first-run",
    "--allow-browser-signin=false",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # what chromium itself still asks for leads nowhere
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-features=NetworkTimeServiceQuerying,OptimizationHints,MediaRouter",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
]
