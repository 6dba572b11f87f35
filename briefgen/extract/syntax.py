"""Small pure questions about a dependency tree (Universal Dependencies), shared by every extractor.

A *predicate* is the head of a clause: a verb, or the noun or adjective of a nominal clause. Functions take and give
spaCy tokens; spans are pairs of token positions, end exclusive. Labels are those of UD English ("nsubj:pass",
"obl:agent", "acl:relcl", "ROOT"); a subtype that a model does not know ("obl" for "obl:agent") is met by looking at the
preposition. All walks go up or down the tree once, so that time is linear in the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from spacy.tokens import Token

from briefgen.knowledge.inflection import forms

Modality = Literal["real", "hypothetical", "future", "denied"]

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "csubj:pass", "nsubj:outer"})
CLAUSES = frozenset({"ccomp", "advcl", "acl", "acl:relcl", "advcl:relcl", "parataxis", "csubj", "csubj:pass", "xcomp"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})
RELATIVES = frozenset({"who", "whom", "which", "that", "whose"})


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _verbs(text: str) -> frozenset[str]:
    """All inflected forms: surer than the lemmas of an engine."""
    return frozenset(form for lemma in text.split() for form in forms(lemma, "VERB"))


_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "hardly", "nowhere"})
_NEGATIVE_NOMINALS = frozenset({"none", "nobody", "nothing"})
_POSSIBLE = frozenset({"could", "might", "may", "can", "should", "must", "would", "ought"})
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo", "wilt"})
_IF = frozenset({"if", "unless", "lest", "whether", "provided", "until", "till"})
_INTENDED = _verbs("threaten vow pledge promise plan intend aim prepare swear mean hope expect warn agree decide")
_UNREAL = _verbs(
    "try attempt want seek wish order ask urge tell call demand allow enable help need plot conspire like able ready"
    " likely unlikely possible willing bound set risk supposed authorize authorise permit force encourage"
    " instruct direct advise invite require train prefer propose suggest incite"
)
_UNDONE = _verbs("fail refuse decline avoid prevent stop deny avert foil thwart escape forbid prohibit ban")
_ALMOST = frozenset({"nearly", "almost", "mistakenly", "falsely", "wrongly", "erroneously", "supposedly"})
_CONTINUED = _verbs("go rise climb come continue grow turn")
_PARTS = _words(
    "group number lot majority minority handful bunch couple pair half third quarter part rest total score dozen"
    " hundred thousand million billion ten hundreds thousands millions dozens scores tens series type kind member"
    " crowd convoy team band groups members numbers crowds teams bands couples pairs types kinds most"
    " many some several few all each both none one any"
)
_FIRST_OF_TWO = frozenset({"along", "together", "such", "out", "as", "because", "according", "due", "up"})
_LEFT_OUT = _words(
    "acl:relcl acl parataxis punct cc appos discourse dep orphan list advcl advcl:relcl ccomp csubj cop nsubj"
    " nsubj:outer aux mark expl dislocated vocative"
)


def children(token: Token, *labels: str) -> list[Token]:
    """The dependents of *token* with one of *labels*, in order of the text."""
    return [child for child in token.children if child.dep_ in labels]


def child(token: Token, *labels: str) -> Token | None:
    """The first dependent of *token* with one of *labels*, or None."""
    return next((c for c in token.children if c.dep_ in labels), None)


def conjuncts(token: Token) -> list[Token]:
    """*token* and what is coordinated under it, in order: "killed" of "killed 12 and wounded 30" gives both verbs."""
    found, queue = [token], [token]
    while queue:
        for item in children(queue.pop(), "conj"):
            found.append(item)
            queue.append(item)
    return sorted(found, key=lambda item: item.i)


def first_conjunct(token: Token) -> Token:
    """The head of the coordination that *token* stands in: "wounded" of "killed 12 and wounded 30" gives "killed"."""
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    return token


def case_of(token: Token) -> str:
    """The preposition of a nominal in lower case, fixed parts joined: "according to" of "according to Kyiv", or ""."""
    markers = children(token, "case")
    if not markers and token.dep_ == "conj":
        markers = children(first_conjunct(token), "case")
    if not markers:
        return ""
    first = markers[0]
    words = [first.lower_, *(c.lower_ for c in children(first, "fixed"))]
    if len(words) == 1 and len(markers) > 1 and first.lower_ in _FIRST_OF_TWO:
        words.append(markers[1].lower_)
    return " ".join(words)


def is_passive(token: Token) -> bool:
    """True for "were killed", "killed in the raid" after a noun, and "(were killed or) wounded".

    A participle after a noun is passive when no object follows it: "soldiers killed in the raid".
    """
    labels = {c.dep_ for c in token.children}
    if any(c.dep_ == "aux" and c.lemma_ == "have" for c in token.children) and "aux:pass" not in labels:
        return False  # "had fired" is active, whatever its subject was labelled
    if token.tag_ == "VBD" and "obj" in labels and not labels & {"aux:pass", "obl:agent"}:
        return False  # "gunmen kidnapped 30 passengers", whatever the parser calls the subject
    if labels & {"nsubj:pass", "aux:pass", "csubj:pass", "obl:agent"}:
        return True
    if token.tag_ != "VBN" or labels & {"aux", "nsubj", "obj"}:
        return token.tag_ == "VBN" and "obj" not in labels and any(_gets(c) for c in token.children)
    if token.dep_ == "conj" and token.head.pos_ in ("VERB", "AUX"):
        return is_passive(token.head)
    return token.dep_ in ("acl", "acl:relcl", "advcl", "ROOT", "amod", "xcomp", "parataxis", "ccomp")


def _gets(token: Token) -> bool:
    return token.dep_ in ("aux", "aux:pass") and token.lemma_ in ("get", "be")


def own_subject(token: Token) -> Token | None:
    """The subject written at *token* itself; a relative pronoun is replaced by the noun that it stands for."""
    found = child(token, *sorted(SUBJECTS))
    if found is None and token.pos_ == "VERB":  # "more than 100,000 have fled", read as an object before its verb
        found = next((c for c in token.children if c.dep_ == "obj" and c.i < token.i and c.pos_ == "NUM"), None)
    if found is not None and found.lower_ in RELATIVES and token.dep_ in ("acl:relcl", "acl", "advcl:relcl"):
        return token.head
    return found


def subject(token: Token) -> Token | None:
    """The subject of a predicate, its own or one that it shares; passive subjects too.

    "The army killed 12 and wounded 30": army, for both verbs. "Troops sent to free them": the freer is troops
    (control by the object goes before the subject). "soldiers killed in the raid": soldiers. "Killing 12, the bomb":
    bomb.
    """
    seen = set()
    current: Token | None = token
    while current is not None and current.i not in seen:
        seen.add(current.i)
        found = own_subject(current)
        if found is not None:
            return found
        if current.dep_ in ("acl", "acl:relcl") and current.head.pos_ in NOMINAL:
            return current.head
        if current.dep_ == "ccomp" and current.tag_ in ("VBD", "VBZ", "VBP", "VBN"):
            outer = [c for c in children(current.head, "nsubj", "nsubj:pass") if c.i < current.i < current.head.i]
            return outer[0] if outer else None  # "X, 56, died, the mayor said" with X hung on "said"
        if current.dep_ == "xcomp":
            controlled = child(current.head, "obj", "iobj")
            if controlled is not None and not is_passive(current.head):
                return controlled
        shares = current.dep_ in ("xcomp", "conj", "advcl", "appos") or (
            current.dep_ in ("parataxis", "dep") and current.tag_ == "VBG"
        )
        current = current.head if shares and current.head != current else None
    return None


def agent(token: Token) -> Token | None:
    """Who does it, said in the clause: the subject of an active verb, the "by" phrase of a passive one."""
    if not is_passive(token):
        return subject(token)
    return next((c for c in token.children if _is_by(c)), None)


def _is_by(token: Token) -> bool:
    return token.dep_ == "obl:agent" or (token.dep_ in ("obl", "nmod") and case_of(token) == "by")


def objects(token: Token) -> list[Token]:
    """The direct objects of a verb with their conjuncts; shared ones too ("shelled and burned two villages").

    In "killing six and injuring seventeen" each verb has its own, whichever verb a parser hangs the second on.
    """
    own = [c for c in children(token, "obj") if c is not own_subject(token)]
    joined = [c for c in children(token, "conj") if c.pos_ == "VERB"]
    if own and joined:
        before = [c for c in own if c.i < joined[0].i]
        own = before or own
    elif not own:
        own = _shared_objects(token, joined)
    return [item for c in own for item in conjuncts(c)]


def _shared_objects(token: Token, joined: Sequence[Token]) -> list[Token]:
    """Of a coordination, the objects that stand after this verb and are not nearer to another."""
    if token.dep_ == "conj" and token.head.pos_ == "VERB":
        following = [c for c in children(token.head, "obj") if c.i > token.i]
        later = [c.i for c in children(token.head, "conj") if c.i > token.i and c.pos_ == "VERB"]
        return [c for c in following if not any(i < c.i for i in later)]
    near = [c for c in joined[:1] if c.i - token.i <= 3]
    return [item for verb in near for item in children(verb, "obj")]


def patients(token: Token) -> list[Token]:
    """Who it is done to: the objects of an active verb, the subject (with its conjuncts) of a passive one."""
    if is_passive(token):
        found = subject(token)
        return [] if found is None else conjuncts(found)
    return objects(token)


def obliques(token: Token, *prepositions: str) -> list[Token]:
    """Nominals under *token* with one of *prepositions* ("against", "according to"); all obliques by default."""
    found = [c for c in token.children if c.dep_.split(":")[0] in ("obl", "nmod") and c.dep_ != "nmod:poss"]
    return [c for c in found if not prepositions or case_of(c) in prepositions]


def negated(token: Token) -> bool:
    """True for "did not kill", "never", "no soldier was killed", "none died", "without killing".

    Only the clause itself is looked at; `modality` also looks at what stands above it.
    """
    if any(c.lower_ in _NEGATIONS and c.dep_ in ("advmod", "cc:preconj", "cc", "aux", "det") for c in token.children):
        return True
    if any(c.dep_ in ("mark", "case") and c.lower_ == "without" for c in token.children):
        return True
    if token.dep_ == "conj" and own_subject(token) is None and child(token, "aux", "aux:pass", "cop") is None:
        return negated(token.head) and token.head.pos_ == token.pos_
    named = [own_subject(token), *children(token, "obj")]
    return any(item is not None and is_none(item) for item in named)


def is_none(token: Token) -> bool:
    """True for a nominal that stands for nobody: "no soldiers", "no one", "none of them", "nobody"."""
    if token.lower_ in _NEGATIVE_NOMINALS:
        return True
    return any(c.lower_ in ("no", "neither") and c.dep_ in ("det", "advmod", "nummod", "amod") for c in token.children)


def modality(token: Token) -> Modality:
    """How the clause of *token* stands to fact: real, hypothetical ("could", "if", "tried to"), future ("will",
    "threatened to"), denied ("did not", "failed to", "denied that"). What someone says is real: who says it is speech.

    >>> # modality(nlp("They could kill hundreds.")[2])  -> "hypothetical"
    """
    current = token
    for _ in range(12):
        found = _own_modality(current)
        if found != "real":
            return found
        step = _above(current)
        if isinstance(step, str):
            return step
        if step is None:
            return "real"
        current = step
    return "real"


def _own_modality(token: Token) -> Modality:
    if negated(token):
        return "denied"
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


def _is_so_far(token: Token) -> bool:
    """ "until" and "till" bound a time; only before a verb in the present do they look ahead."""
    return token.lower_ in ("until", "till") and token.head.tag_ not in ("VBZ", "VBP")


def _above(token: Token) -> Modality | Token | None:
    """What the clause above says of this one: a modality, a clause to look at next, or None at the top."""
    head = token.head
    if head == token:
        return None
    if token.dep_ == "conj":
        shares = own_subject(token) is None or head.pos_ not in ("VERB", "AUX")
        return head if shares and child(token, "aux", "cop") is None else None
    infinitive = any(c.dep_ == "mark" and c.lower_ == "to" for c in token.children)
    perfect = any(c.dep_ == "aux" and c.lemma_ == "have" for c in token.children)
    complement = token.dep_ in ("xcomp", "ccomp", "csubj", "csubj:pass", "acl", "advcl", "obj", "obl")
    if complement and head.lower_ in _UNDONE and (infinitive or token.dep_ == "ccomp" or token.tag_ == "VBG"):
        return "denied"
    if token.dep_ == "xcomp" and any(c.lower_ in _ALMOST for c in head.children):
        return "hypothetical"
    if infinitive and not perfect and token.dep_ in ("xcomp", "acl", "advcl"):
        if head.lower_ in _INTENDED:
            return "future"
        if head.lower_ in _UNREAL or token.dep_ == "acl" or (token.dep_ == "advcl" and not _goes_on(head)):
            return "hypothetical"
    if token.dep_ in ("xcomp", "ccomp", "acl:relcl", "advcl") and head.pos_ in ("VERB", "AUX", "ADJ"):
        follows = token.dep_ in ("xcomp", "advcl") and token.tag_ in ("VB", "VBG", "VBN")
        return head if follows else None
    return None


def _goes_on(head: Token) -> bool:
    """ "went on to kill 12", "rose to 40": an infinitive of result, not of purpose."""
    return head.lower_ in _CONTINUED


def nominal_head(token: Token) -> Token:
    """The noun that a phrase is about, through counts and parts: "soldiers" of "50 of their soldiers", "a group of
    soldiers", "most of the soldiers"; *token* itself otherwise."""
    for _ in range(4):
        if token.pos_ != "NUM" and token.lower_ not in _PARTS:
            return token
        inner = next((c for c in token.children if c.dep_.startswith("nmod") and case_of(c) == "of"), None)
        if inner is None:
            return token
        token = inner
    return token


def modifiers(token: Token) -> list[Token]:
    """Adjectives, compounds and possessors of a noun, in order of the text."""
    return children(token, "amod", "compound", "nmod:poss", "nmod:desc", "det", "flat", "nmod:unmarked")


def noun_phrase(token: Token) -> tuple[int, int]:
    """The phrase headed by *token* without its preposition, clauses, appositions and coordination.

    "the two Afghan soldiers of the 3rd brigade who had …": up to "brigade".
    """
    start, end, queue = token.i, token.i + 1, [token]
    while queue:
        for c in queue.pop().children:
            left_out = (
                c.dep_ in _LEFT_OUT | {"conj", "case"} if c.head == token else c.dep_ in ("acl:relcl", "parataxis")
            )
            if left_out and not (c.dep_ == "punct" and c.text == "-"):
                continue
            start, end = min(start, c.i), max(end, c.i + 1)
            queue.append(c)
    return trim(token, start, end)


def subtree_span(token: Token) -> tuple[int, int]:
    """All that hangs under *token*, outer punctuation trimmed."""
    return trim(token, token.left_edge.i, token.right_edge.i + 1)


def clause_span(token: Token) -> tuple[int, int]:
    """The shortest readable clause around the predicate of *token*: subject, verb, complements; no coordinated or side
    clauses, no leading conjunction, no outer punctuation.

    "The army said on Monday that rebels had shelled the port, killing two, and that …", at "shelled": "rebels had
    shelled the port".
    """
    predicate = predicate_of(token)
    skip = {"parataxis", "punct", "cc", "mark", "discourse", "advcl", "advcl:relcl", "list", "orphan"}
    if predicate.dep_ not in ("xcomp",):
        skip |= {"conj"} if predicate.pos_ in ("VERB", "AUX") else set()
    start = end = predicate.i
    for c in predicate.children:
        if c.dep_ in skip:
            continue
        start, end = min(start, c.left_edge.i), max(end, c.right_edge.i)
    if own_subject(predicate) is None and predicate.dep_ in ("acl", "acl:relcl"):
        start = min(start, noun_phrase(predicate.head)[0])
    return trim(token, start, end + 1)


def predicate_of(token: Token) -> Token:
    """The head of the clause that *token* stands in: the nearest verb or clause head at or above it."""
    for _ in range(60):
        is_clause = token.dep_ in CLAUSES or token.dep_ == "ROOT" or token.pos_ == "VERB"
        if is_clause or token.head == token or own_subject(token) is not None:
            return token
        token = token.head
    return token


def predicates(token: Token) -> Iterator[Token]:
    """The clause heads from the clause of *token* up to the root: innermost first."""
    current = predicate_of(token)
    while True:
        yield current
        if current.head == current:
            return
        current = predicate_of(current.head)


def trim(token: Token, start: int, end: int) -> tuple[int, int]:
    """Cut outer punctuation and white space off a span of the document of *token*."""
    doc = token.doc
    while end - start > 1 and (doc[start].is_punct or doc[start].is_space) and doc[start].text not in ("$", "#"):
        start += 1
    while end - start > 1 and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return start, end
