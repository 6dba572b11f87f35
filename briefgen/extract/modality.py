"""How a clause stands to fact: real, hypothetical, future or denied, by its own words and by the clause above it."""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Token

from briefgen.extract.tree import child, children, own_subject
from briefgen.knowledge.inflection import forms

Modality = Literal["real", "hypothetical", "future", "denied"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _verbs(text: str) -> frozenset[str]:
    """All inflected forms: surer than the lemmas of an engine."""
    return frozenset(form for lemma in text.split() for form in forms(lemma, "VERB"))


_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "hardly", "nowhere"})
_ONE = frozenset({"a", "one", "single"})
_NEGATIVE_NOMINALS = frozenset({"none", "nobody", "nothing"})
_POSSIBLE = frozenset({"could", "might", "may", "can", "should", "must", "would", "ought"})
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo", "wilt"})
_IF = frozenset({"if", "unless", "lest", "whether", "provided", "until", "till"})
_INTENDED = _verbs("threaten vow pledge promise plan intend aim prepare swear mean hope expect warn agree decide")
_UNREAL = _verbs(
    "try attempt want seek wish order ask urge tell call demand allow enable help need plot conspire like able ready"
    " likely unlikely possible willing bound set risk supposed authorize authorise permit force encourage"
    " instruct direct advise invite require train prefer propose suggest incite"
    " appeal plead beg implore beseech exhort entreat press pressure"
)
_UNDONE = _verbs("fail refuse decline avoid prevent stop deny avert foil thwart escape forbid prohibit ban")
_TELLING = _verbs(
    "accuse blame charge condemn denounce criticise criticize deplore decry protest complain say claim allege insist"
    " argue contend cite note add state declare call describe"
)
_ADDRESSING = _verbs("write summon telephone ring cable telegraph appear address tweet take call broadcast")
_ALMOST = frozenset({"nearly", "almost", "mistakenly", "falsely", "wrongly", "erroneously", "supposedly"})
_CONTINUED = _verbs("go rise climb come continue grow turn")


def modality(token: Token, *, negated_or_not: bool = False) -> Modality:
    """How the clause of *token* stands to fact: real, hypothetical ("could", "if", "tried to"), future ("will",
    "threatened to"), denied ("did not", "failed to", "denied that"). What someone says is real: who says it is speech.

    With *negated_or_not* the negation of that clause itself does not count: "did not return" is real, "denied that he
    did" and "might not return" are not.

    >>> # modality(nlp("They could kill hundreds.")[2])  -> "hypothetical"
    """
    current = token
    for steps in range(12):
        found = _outlook(current) if negated_or_not and steps == 0 else _own_modality(current)
        if found != "real":
            return found
        step = _above(current)
        if isinstance(step, str):
            return step
        if step is None:
            return "real"
        current = step
    return "real"


def negated(token: Token) -> bool:
    """True for "did not kill", "never", "no soldier was killed", "none died", "without killing".

    Only the clause itself is looked at; `modality` also looks at what stands above it.
    """
    if any(c.lower_ in _NEGATIONS and c.dep_ in ("advmod", "cc:preconj", "cc", "aux", "det") for c in token.children):
        return True
    if any(c.dep_ in ("mark", "case") and c.lower_ == "without" for c in token.children):
        return True
    shares = token.dep_ == "conj" and own_subject(token) is None and child(token, "aux", "aux:pass", "cop") is None
    if shares and token.head.pos_ == token.pos_ and negated(token.head):
        return True
    named = [own_subject(token), *children(token, "obj")]
    return any(item is not None and is_none(item) for item in named)


def is_none(token: Token) -> bool:
    """True for a nominal that stands for nobody: "no soldiers", "none of them", "nobody", "not one of us"."""
    if token.lower_ in _NEGATIVE_NOMINALS:
        return True
    one = token.lower_ == "one" or any(c.lower_ in _ONE and c.dep_ in ("det", "nummod", "amod") for c in token.children)
    begins = token.left_edge  # "not" may hang on "one" or on the noun
    if one and (begins.lower_ == "not" or any(c.lower_ == "not" and c.i < token.i for c in token.children)):
        return True
    return any(c.lower_ in ("no", "neither") and c.dep_ in ("det", "advmod", "nummod", "amod") for c in token.children)


def _own_modality(token: Token) -> Modality:
    return "denied" if negated(token) else _outlook(token)


def _outlook(token: Token) -> Modality:
    for c in token.children:
        if c.dep_ in ("aux", "aux:pass") and c.lower_ in _FUTURE:
            return "future"
        if c.dep_ == "aux" and c.lower_ in _POSSIBLE:
            return "hypothetical"
        if c.dep_ == "mark" and c.lower_ in _IF and not _is_so_far(c):
            return "hypothetical"
    if _is_bare_order(token) or any(
        c.lower_ in _ALMOST and c.dep_ == "advmod" and c.i < token.i for c in token.children
    ):
        return "hypothetical"
    if _is_to_be(token):
        return "future"
    going = token.lower_ == "going" and any(c.dep_ == "xcomp" for c in token.children)
    return "future" if going else "real"


def _is_bare_order(token: Token) -> bool:
    """ "Strike them now": a verb in its base form without subject, auxiliary or "to"; and "killing her was the aim"."""
    if token.tag_ == "VBG" and token.dep_ in ("csubj", "csubj:pass"):
        return True
    bare = token.tag_ == "VB" and token.dep_ in ("ROOT", "conj", "parataxis", "ccomp")
    if not bare or any(c.dep_ in ("aux", "mark", "nsubj", "nsubj:pass", "cop") for c in token.children):
        return False
    return token.dep_ != "conj" or _is_bare_order(token.head)


def _is_to_be(token: Token) -> bool:
    """ "is to provide 1,000 men", "were to meet": an infinitive under a form of "be" alone."""
    before = [c for c in token.children if c.i < token.i]
    be = any(c.dep_ in ("aux", "cop") and c.lower_ in ("is", "are", "was", "were") for c in before)
    to = any(c.dep_ in ("mark", "aux") and c.lower_ == "to" for c in before)
    return token.tag_ == "VB" and be and to


def _is_so_far(token: Token) -> bool:
    """ "until" and "till" bound a time; only before a verb in the present do they look ahead."""
    return token.lower_ in ("until", "till") and token.head.tag_ not in ("VBZ", "VBP")


def _above(token: Token) -> Modality | Token | None:
    """What the clause above says of this one: a modality, a clause to look at next, or None at the top."""
    head = token.head
    if head == token:
        return None
    if _tells_why(token) or _is_written(token):
        return None
    if token.dep_ == "conj":
        shares = own_subject(token) is None or head.pos_ not in ("VERB", "AUX")
        return head if shares and child(token, "aux", "cop") is None else None
    infinitive = any(c.dep_ == "mark" and c.lower_ == "to" for c in token.children)
    perfect = any(c.dep_ == "aux" and c.lemma_ == "have" for c in token.children)
    complement = token.dep_ in ("xcomp", "ccomp", "csubj", "csubj:pass", "acl", "advcl", "obj", "obl")
    fronted = token.dep_ == "ccomp" and token.i < head.i  # "Conakry accused Monrovia, a charge Monrovia denies"
    if complement and head.lower_ in _UNDONE and (infinitive or token.dep_ == "ccomp" or token.tag_ == "VBG"):
        return None if fronted else "denied"
    if token.dep_ == "xcomp" and any(c.lower_ in _ALMOST for c in head.children):
        return "hypothetical"
    if infinitive and not perfect and token.dep_ in ("xcomp", "acl", "advcl"):
        if token.dep_ == "acl" and is_none(head):  # "no plans to send"
            return "denied"
        if head.lower_ in _INTENDED:
            above = _own_modality(head)  # "might agree to send", "did not agree to send"
            return "future" if above == "real" else above
        if head.lower_ in _UNREAL or token.dep_ == "acl" or (token.dep_ == "advcl" and not _goes_on(head)):
            return "hypothetical"
    if token.dep_ in ("xcomp", "ccomp", "acl:relcl", "advcl") and head.pos_ in ("VERB", "AUX", "ADJ"):
        follows = token.dep_ in ("xcomp", "advcl") and token.tag_ in ("VB", "VBG", "VBN") and not _is_finite(token)
        return head if follows else None
    return None


def _is_finite(token: Token) -> bool:
    """ "no comfort, given that 90 have died", "likely to rise since nine were missing": a clause that stands alone."""
    helpers = children(token, "aux", "aux:pass", "cop")
    return token.dep_ == "advcl" and any(c.tag_ in ("VBD", "VBZ", "VBP") for c in helpers)


def _tells_why(token: Token) -> bool:
    """ "refused to attend, blaming the raid", "would not sign, accusing …": the words are spoken nevertheless."""
    said = token.dep_ == "advcl" and token.tag_ == "VBG" and token.lower_ in _TELLING and token.i > token.head.i
    undone = token.head.lower_ in _UNDONE or negated(token.head)
    return said and undone and child(token, "mark", "case") is None


def _is_written(token: Token) -> bool:
    """ "wrote to the council to complain of …", "summoned the envoy to protest against …": said in doing so."""
    told = token.dep_ in ("advcl", "xcomp") and token.lower_ in _TELLING and token.head.lower_ in _ADDRESSING
    return told and token.i > token.head.i and not negated(token.head)


def _goes_on(head: Token) -> bool:
    """ "went on to kill 12", "rose to 40", "used a lorry to ram ten": an infinitive of result, not of purpose."""
    return head.lower_ in _CONTINUED or (head.lower_ == "used" and head.tag_ in ("VBD", "VBN"))
