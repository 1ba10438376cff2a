"""JSON Schema (draft 2020-12) of the policy file and of every JSON document the commands print.

The keys of a document are always there; more may be added, so readers have to let them pass.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, get_args

from credits import containers
from credits.finding import Severity
from credits.policy import Policy
from credits.reconcile import Verdict
from credits.record import Record
from credits.rules import GROUPS, ROOMS
from credits.rules._terms import Profile, Role

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
# keys of the model that no file has
_INNER: Final = ("root", "origin")

TEXT: Final[Schema] = {"type": "string"}
WHOLE: Final[Schema] = {"type": "integer", "minimum": 0}
FLAG: Final[Schema] = {"type": "boolean"}
ANY: Final[Schema] = {}
HASH: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}


def _object(**keys: Schema) -> Schema:
    """Describe an object in which all these keys are always there."""
    return {"type": "object", "properties": keys, "required": list(keys)}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _map(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(*values: str) -> Schema:
    return {"enum": list(values)}


def _document(name: str, /, **keys: Schema) -> Schema:
    return _object(schema={"const": f"credits/{name}/1"}, **keys)


SEVERITY: Final = _one_of(*Severity)
CODE: Final[Schema] = {"type": "string", "pattern": f"^({'|'.join(GROUPS)})[0-9]{{3}}$"}
VERDICT: Final = _one_of("publish", "hold", "block")
PROBLEMS: Final = _list(_object(block=TEXT, message=TEXT))
FINDING: Final = _object(
    code=CODE, name=TEXT, severity=SEVERITY, path=TEXT,
    line=_maybe(WHOLE), column=_maybe(WHOLE), field=_maybe(TEXT), message=TEXT, help=_maybe(TEXT),
    fix=_maybe(_object(
        safety=_one_of("safe", "unsafe"), changes=_map(ANY), removes=_list(TEXT),
    )),
    fingerprint=_maybe(HASH),
    suppression=_maybe(_object(
        kind=_one_of("waiver", "baseline"), reason=TEXT, owner=_maybe(TEXT), expires=_maybe(TEXT),
    )),
)  # fmt: skip
RULE: Final = _object(
    code=CODE, name=TEXT, group=_one_of(*GROUPS),
    severity=_map(SEVERITY) | {"propertyNames": _one_of(*get_args(Profile))},
    fix=_maybe(_one_of("safe", "unsafe")), options=_map(ANY), summary=TEXT, doc=TEXT,
)  # fmt: skip


def _show() -> Schema:
    photo = _object(
        path=_maybe(TEXT), format=_one_of(*containers.FORMATS),
        width=_maybe(WHOLE), height=_maybe(WHOLE), sha256=HASH, record=_record(),
        sources=_map(_list(TEXT)),
        conflicts=_list(_object(
            field=TEXT, values=_map(ANY), chosen=TEXT, verdict=_one_of(*get_args(Verdict))
        )),
        problems=PROBLEMS, credentials=_maybe(_object(kind=TEXT)),
    )  # fmt: skip
    return _document("show", photos=_list(photo))


def _record() -> Schema:
    """Describe a record; all its keys are there, whatever the photo says."""
    return Record.model_json_schema(mode="serialization")


def _check() -> Schema:
    counts = ("photos", "articles", "errors", "holds", "warnings", "infos", "waived", "baselined")
    summary = _object(**dict.fromkeys(counts, WHOLE))
    return _document("check", verdict=VERDICT, summary=summary, findings=_list(FINDING))


ROLES: Final = ("photo", "illustration", "screenshot", "graphic", "video", "handout")
LINE: Final = _object(
    text=TEXT, caption=_maybe(TEXT), creators=_list(TEXT), role=_maybe(_one_of(*ROLES)),
    organisations=_list(TEXT), via=_maybe(TEXT), source=_maybe(TEXT), source_url=_maybe(TEXT),
    licence=_maybe(TEXT), copyright_holder=_maybe(TEXT), year=_maybe({"type": "integer"}),
    is_placeholder=FLAG, lang=_maybe(TEXT),
    confidence={"type": "number", "minimum": 0, "maximum": 1},
)  # fmt: skip


def _parse() -> Schema:
    return _document("parse", lines=_list(LINE))


def _scan() -> Schema:
    kinds = ("figure", "inline", "cover", "social", "background", "gallery")
    photo = _object(
        src=TEXT, file=_maybe(TEXT), alt=_maybe(TEXT), text=_maybe(TEXT), caption=_maybe(TEXT),
        credit=_maybe(LINE), line=_maybe(WHOLE), column=_maybe(WHOLE), kind=_one_of(*kinds),
        original=_maybe(_object(
            path=TEXT, by=_one_of("name", "likeness"), distance=_maybe(WHOLE),
        )),
        rivals=_list(TEXT),
    )  # fmt: skip
    article = _object(path=TEXT, title=_maybe(TEXT), photos=_list(photo))
    return _document("scan", articles=_list(article))


def _rules() -> Schema:
    return _document("rules", rules=_list(RULE))


def _rule() -> Schema:
    keys = RULE["properties"]
    return _document("rule", **keys)


def _explain() -> Schema:
    value = _object(
        field=TEXT, value=ANY, sources=_list(TEXT),
        conflict=_maybe(_object(values=_map(ANY), verdict=TEXT)),
    )  # fmt: skip
    results = ("found", "passed", "off", "ignored", "not asked")
    rule = _object(code=_one_of(*ROOMS), name=TEXT, result=_one_of(*results), reason=TEXT)
    return _document(
        "explain", path=TEXT, verdict=VERDICT, why=TEXT, policy=_maybe(TEXT),
        profile=_one_of(*get_args(Profile)), role=_one_of(*get_args(Role)), role_reason=TEXT,
        values=_list(value), problems=PROBLEMS, rules=_list(rule), findings=_list(FINDING),
    )  # fmt: skip


def _fix() -> Schema:
    photo = _object(
        path=TEXT, fixed=_list(CODE), changes=CHANGES,
        removed=_list(TEXT), mended=_list(FINDING), remaining=_list(FINDING), **ERROR,
    )  # fmt: skip
    return _document("fix", photos=_list(photo))


def _log() -> Schema:
    file = _object(path=TEXT, before=_maybe(HASH), after=HASH)
    run = _object(id=TEXT, when=MOMENT, command=TEXT, undone=_maybe(TEXT), files=_list(file))
    return _document("log", runs=_list(run))


def _index() -> Schema:
    missed = _object(path=TEXT, reason=TEXT, undecided=FLAG)
    return _document(
        "index", indexed=WHOLE, unchanged=WHOLE, forgotten=WHOLE, incomparable=_list(missed)
    )


CHANGES: Final = _map(_object(old=ANY, new=ANY))
ERROR: Final[dict[str, Schema]] = {"error": _maybe(TEXT), "help": _maybe(TEXT)}
WRITTEN: Final[dict[str, Schema]] = {
    "path": TEXT, "file": TEXT, "changed": FLAG, "changes": CHANGES, "removed": _list(TEXT),
    "notes": _list(TEXT), **ERROR,
}  # fmt: skip


def _embed() -> Schema:
    return _document("embed", dry_run=FLAG, photos=_list(_object(**WRITTEN)))


def _carry() -> Schema:
    photo = _object(
        original=TEXT, by=_maybe(_one_of("name", "likeness")), distance=_maybe(WHOLE), **WRITTEN
    )
    doubt = _object(path=TEXT, originals=_list(TEXT))
    return _document(
        "carry", dry_run=FLAG, photos=_list(photo), doubts=_list(doubt), unknown=_list(TEXT)
    )


def _undo() -> Schema:
    return _document("undo", id=TEXT, dry_run=FLAG, files=_list(_object(path=TEXT, **ERROR)))


def _dedupe() -> Schema:
    evidence = _object(**{"from": TEXT, "to": TEXT}, **LIKENESS)
    suggestion = _object(**{"from": TEXT}, credit=TEXT, to=_list(TEXT), evidence=_list(evidence))
    photo = _object(path=TEXT, sha256=HASH, fingerprint=TEXT, credit=_maybe(TEXT), **LIKENESS)
    group = _object(
        id=TEXT, kind=_one_of("exact", "near"), photos=_list(photo), conflict=FLAG,
        suggestion=_maybe(suggestion),
    )  # fmt: skip
    missed = _object(path=TEXT, reason=TEXT, undecided=FLAG)
    return _document(
        "dedupe", hash=TEXT, threshold=WHOLE, level=LIKENESS["level"], photos=WHOLE,
        groups=_list(group), incomparable=_list(missed), unshown=WHOLE,
    )  # fmt: skip


LIKENESS: Final = {
    "distance": WHOLE, "distance256": WHOLE, "level": _one_of("same", "likely", "review"),
    "variant": TEXT, "series": FLAG,
}  # fmt: skip


def _search() -> Schema:
    found = _object(path=TEXT, sha256=HASH, credit=_maybe(TEXT), exact=FLAG, **LIKENESS)
    return _document(
        "search", path=TEXT, sha256=HASH, fingerprint=TEXT, credit=_maybe(TEXT), found=_list(found)
    )


def _publish() -> Schema:
    trace = _object(block=TEXT, name=TEXT, text=TEXT)
    copy = _object(
        path=TEXT, target=TEXT, changed=FLAG, added=_list(TEXT), removed=_map(_list(trace))
    )
    return _document("publish", verdict=VERDICT, copies=_list(copy), findings=_list(FINDING))


def _config() -> Schema:
    setting = _object(key=TEXT, value=ANY, origin=TEXT)
    return _document("config", policy=_maybe(TEXT), settings=_list(setting))


def _doctor() -> Schema:
    check = _object(what=TEXT, state=_one_of("ok", "missing", "wrong"), told=TEXT, needed=FLAG)
    return _document("doctor", checks=_list(check))


def _baseline() -> Schema:
    return {
        "type": "object",
        "properties": {"schema": {"const": "credits/baseline/1"}},
        "required": ["schema"],
        "patternProperties": {HASH["pattern"]: _object(path=TEXT, rules=_list(CODE))},
        "additionalProperties": False,
    }


def _policy() -> Schema:
    schema = Policy.model_json_schema(by_alias=True)
    for key in _INNER:
        del schema["properties"][key]
    for name in ("Origin",):
        schema.get("$defs", {}).pop(name, None)
    waiver = schema["$defs"]["Waiver"]["properties"]
    waiver["rule"] = _one_of(*(code for code in ROOMS if not code.startswith("GAT")))
    schema["properties"]["waiver"] |= {"type": "array"}
    return schema


_SCHEMAS: Final[dict[str, Callable[[], Schema]]] = {
    "policy": _policy,
    "show": _show,
    "embed": _embed,
    "check": _check,
    "fix": _fix,
    "explain": _explain,
    "parse": _parse,
    "scan": _scan,
    "rules": _rules,
    "rule": _rule,
    "config": _config,
    "doctor": _doctor,
    "baseline": _baseline,
    "log": _log,
    "undo": _undo,
    "carry": _carry,
    "publish": _publish,
    "dedupe": _dedupe,
    "index": _index,
    "search": _search,
}
NAMES: Final = tuple(_SCHEMAS)


def schema_of(name: str) -> Schema:
    """Give the schema of one of `NAMES`; its references are below ``$defs``."""
    schema = _lifted(_SCHEMAS[name]())
    return {"$schema": DIALECT, **schema, "title": f"credits {name}"}


def _lifted(schema: Schema) -> Schema:
    """Bring the definitions of an inner schema to the top, where its references look for them."""
    definitions: Schema = {}

    def without(value: Any) -> Any:
        if isinstance(value, list):
            return [without(one) for one in value]
        if not isinstance(value, dict):
            return value
        definitions.update(value.get("$defs", {}))
        return {key: without(one) for key, one in value.items() if key != "$defs"}

    rest: Schema = without(schema)
    return rest | {"$defs": without(definitions)} if definitions else rest
