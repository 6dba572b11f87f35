"""Charts: drawn from the facts alone, the same each time, silent where there is nothing to show."""

from __future__ import annotations

from briefgen.model import Situation
from briefgen.render.build import build_view, wording_for
from briefgen.render.charts.drawing import Drawing
from briefgen.render.charts.locator import locator_map
from briefgen.render.names import Spot, locate
from briefgen.render.outlines import outlines
from briefgen.settings import RenderSettings
from tests.render import caucasus, samples


def charts(name: str) -> dict[str, Drawing | None]:
    view = build_view(getattr(samples, name)(), settings=RenderSettings())
    return dict(view.situations[0].charts)  # type: ignore[arg-type]


def words(drawing: Drawing | None) -> list[str]:
    assert drawing is not None
    return [shape.text for shape in drawing.shapes if shape.kind == "text"]


def test_toll_chart_names_sides_figures_and_who_says_so() -> None:
    drawing = charts("full")["tolls"]
    assert {"49–105", "50", "Armenia", "Armenian soldiers, killed"} <= set(words(drawing))
    assert drawing and "according" not in drawing.title and "49–105" in drawing.desc


def test_toll_chart_leaves_history_out() -> None:
    assert not [word for word in words(charts("full")["tolls"]) if "6,000" in word]


def test_shapes_stay_inside_their_drawing() -> None:
    for name in ("full", "crowded"):
        for drawing in charts(name).values():
            for shape in drawing.shapes if drawing else ():
                if shape.kind in ("text", "circle"):
                    assert -1 <= shape.x <= drawing.width + 1, (drawing.id, shape)
                    assert -1 <= shape.y <= drawing.height + 1, (drawing.id, shape)


def test_relations_graph_joins_those_who_fight() -> None:
    drawing = charts("full")["relations"]
    assert drawing is not None
    assert "Armenia fights Azerbaijan" in drawing.desc and "Turkey backs Azerbaijan" in drawing.desc
    assert [shape.cls for shape in drawing.shapes if shape.kind == "line"] == ["fights", "backs", "mediates"]


def test_reaction_matrix_needs_several_actors() -> None:
    assert charts("full")["reactions"] is None
    assert charts("crowded")["reactions"] is not None


def test_map_shows_the_places_of_the_facts() -> None:
    assert {"Goris", "Armenia", "Azerbaijan"} <= set(words(charts("full")["map"]))


def test_locate_takes_the_namesake_in_the_states_at_war() -> None:
    (spot,) = locate(["Goris"], near=["Armenia"])
    assert isinstance(spot, Spot) and spot.state == "AM" and 39 < spot.latitude < 40
    assert locate(["Goris"], near=["Peru"]) == () and locate(["Nowhere at all"]) == ()


def test_outlines_cover_the_world() -> None:
    world = outlines()
    assert len(world) > 200
    assert all(-180 <= x <= 180 and -90 <= y <= 90 for rings in world.values() for ring in rings for x, y in ring)


def test_no_chart_of_nothing() -> None:
    empty = Situation(id="x", title=caucasus.caucasus().title, articles=("morning",))
    view = build_view(samples.full().model_copy(update={"situations": (empty,)}), settings=RenderSettings())
    assert set(view.situations[0].charts.values()) == {None}


def test_map_of_a_place_deep_inside_a_state_shows_an_outline() -> None:
    inland = Spot("Kansas City", 39.1, -94.6, "US")
    drawing = locator_map([inland], states=["US"], wording=wording_for(RenderSettings()), id="map")
    assert drawing is not None
    edges = {(0.0, 0.0), (320.0, 0.0), (0.0, 240.0), (320.0, 240.0)}
    land = next(shape for shape in drawing.shapes if shape.cls == "land-marked")
    assert land.d.count("L") > len(edges)  # more than the frame's own corners
