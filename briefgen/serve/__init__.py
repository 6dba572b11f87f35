"""The archive on loopback, and the pages on which an editor reviews a brief before it goes out.

`server.py` listens, `guard.py` lets in, `site.py` answers; `desk.py` keeps the decisions in review.toml, `facts.py` and
`fields.py` say what is decided on, `articles.py` shows where it stands.
"""

from briefgen.serve.articles import Articles
from briefgen.serve.guard import guard_for
from briefgen.serve.server import listen, run
from briefgen.serve.shelf import Shelf
from briefgen.serve.site import Site

__all__ = ["Articles", "Shelf", "Site", "guard_for", "listen", "run"]
