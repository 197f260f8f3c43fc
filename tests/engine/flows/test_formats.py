"""What others write and read: there and back again, flags, and messages that name the place."""

import json
import types
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.engine.flows import MFASystem
from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.formats.eurostat import read_eurostat_tsv, read_sdmx_csv
from dugnad.engine.flows.formats.flodym import read_flodym, write_flodym
from dugnad.engine.flows.formats.floweaver import read_floweaver, write_floweaver
from dugnad.engine.flows.formats.jsonstat import read_json_stat, write_json_stat
from dugnad.engine.flows.formats.opensankey import read_opensankey, write_opensankey
from dugnad.engine.flows.formats.statistics import Figure, observations_of
from dugnad.engine.flows.study import (
    Bounds,
    Flow,
    Observation,
    Process,
    Relation,
    Study,
    TransferCoefficient,
    flow_name,
)
from dugnad.engine.flows.tables import FlowsUnreadable

TSV = (
    "freq,unit,geo\\TIME_PERIOD\t2021 \t2022 \t2023 \n"
    "A,PC,EL\t5.3 b\t6.3 \t5.2 i\n"
    "A,PC,BE\t: \t18.3 \t19.7 e\n"
    "\n"
    "A,PC,XK\t: c\t\t1.5 bp\n"
)
SDMX = (
    "DATAFLOW,LAST UPDATE,freq,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
    "ESTAT:MIGR_RESFIRST(1.0),22/05/26 11:00:00,A,PER,FR,2021,287179,,\n"
    "ESTAT:MIGR_RESFIRST(1.0),22/05/26 11:00:00,A,PER,FR,2022,:,u,\n"
)
NAMES = st.sampled_from(["Households", "Sorting", "Recycling", "Burning, with heat", "Fôr"])
ENDS = st.tuples(st.none() | NAMES, st.none() | NAMES).filter(lambda ends: ends[0] != ends[1])


@st.composite
def studies(draw):
    """A study whose inner processes all receive and send, and whose flows are told apart by their ends."""
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    pairs = [(None, names[0]), *pairwise(names), (names[-1], None)]
    flows = [Flow(flow_name(*ends), *ends) for ends in pairs]
    value = st.floats(-1e6, 1e6).filter(lambda x: x == 0 or abs(x) > 1e-3)
    told = [
        Observation(flow.flow, draw(value), None, year=2024, place="0301", source="SSB 12263")
        for flow in draw(st.lists(st.sampled_from(flows), unique=True))
    ]
    told = [Observation(**{**vars(row), "sd": abs(row.value) * 0.25}) for row in told]
    return Study(processes=[Process(name) for name in names], flows=flows, observations=told)


# floweaver ------------------------------------------------------------------------------------------------


@given(studies())
def test_a_table_for_floweaver_is_read_as_it_was_written(study):
    back = read_floweaver(write_floweaver(study))
    assert list(back.observations) == list(study.observations)
    observed = {told.flow for told in study.observations}
    assert {flow.flow for flow in back.flows} == observed


def test_ends_that_only_send_or_only_receive_are_the_environment():
    study = read_floweaver(
        "source,target,type,value\nfarm,mill,grain,5\nmill,shop,flour,4\nmill,,bran,1\n", "own.csv"
    )
    assert [(flow.source, flow.target, flow.layer) for flow in study.flows] == [
        (None, "mill", "grain"),
        ("mill", None, "flour"),
        ("mill", None, "bran"),
    ]
    assert study.layers == ["grain", "flour", "bran"]
    assert [process.process for process in study.processes] == ["mill"]


def test_a_flow_that_nobody_has_measured_stands_there_without_a_value():
    study = read_floweaver("source;target;value;sd;colour\n;Sorting;12 400,5;900;red\nSorting;;;;\n")
    assert [(told.value, told.sd) for told in study.observations] == [(12400.5, 900.0)]
    assert len(study.flows) == 2
    assert study.notes == ["flows.csv: the column colour was not read"]


def test_what_is_wrong_in_a_table_is_told_with_row_and_column():
    with pytest.raises(FlowsUnreadable) as refusal:
        read_floweaver("source,target,value,year,flow\n,,x,24,a\nA,B,1,2024,b\nA,C,1,2024,b\n")
    assert [str(complaint) for complaint in refusal.value.complaints] == [
        "flows.csv, row 2, column source: both ends are the environment",
        "flows.csv, row 2, column value: “x” is no number; write it as 12400 or 12400.5",
        "flows.csv, row 4, column flow: “b” stands above with other ends",
    ]


def test_a_table_without_values_says_which_column_is_missing():
    with pytest.raises(FlowsUnreadable, match=r"the column value is missing \(there are: source, target\)"):
        read_floweaver("source,target\n")
    with pytest.raises(FlowsUnreadable, match="there are: none"):
        read_floweaver("")


# flodym ---------------------------------------------------------------------------------------------------


def _definition(**more):
    return {
        "dimensions": [{"name": "Time", "letter": "t"}],
        "processes": ["sysenv", "use", "waste"],
        "flows": [
            {"from_process_name": "sysenv", "to_process_name": "use", "name_override": None},
            {"from_process": "use", "to_process": "waste"},
            {"from_process_name": "waste", "to_process_name": "sysenv", "name_override": "out"},
        ],
        "stocks": [{"name": "in use", "process_name": "use"}],
        **more,
    }


def test_a_definition_of_flodym_gives_processes_flows_and_stocks():
    study = read_flodym(_definition(), layer="Cu")
    assert study.processes == [Process("use", stock=True), Process("waste")]
    assert study.flows == [
        Flow("sysenv => use", None, "use", "Cu"),
        Flow("use => waste", "use", "waste", "Cu"),
        Flow("out", "waste", None, "Cu"),
    ]
    assert study.notes == ["dimension Time (t) was not read"]


def test_an_object_with_the_same_fields_is_read_too():
    assert read_flodym(types.SimpleNamespace(**_definition())) == read_flodym(_definition())


def test_a_flow_to_a_process_that_is_not_defined_is_named():
    with pytest.raises(FlowsUnreadable, match="flow use => shed: there is no process “shed”"):
        read_flodym(_definition(flows=[{"from_process": "use", "to_process": "shed"}]))


def _defined():
    flows = [
        Flow("in", None, "use", "goods"),
        Flow("scrap", "use", "waste", "goods"),
        Flow("out", "waste", None, "goods"),
        Flow("in", None, "use", "Cu"),
    ]
    told = [Observation("in", 1.0, 0.1, place, 2020, "goods") for place in ("0301", "3401")]
    return Study(processes=[Process("use", stock=True)], flows=flows, observations=told)


def test_a_study_is_a_definition_that_flodym_takes():
    """What stands here was given to `MFADefinition` of flodym 1.1, and flows were made by it."""
    letters = ("t", "r", "e")
    told = write_flodym(_defined(), stock=list)
    assert told["dimensions"] == [
        {"name": "Time", "letter": "t", "dtype": int},
        {"name": "Region", "letter": "r", "dtype": str},
        {"name": "Layer", "letter": "e", "dtype": str},
    ]
    assert told["processes"] == ["sysenv", "use", "waste"]
    assert [tuple(flow.values()) for flow in told["flows"]] == [
        ("sysenv", "use", letters, "in"),
        ("use", "waste", letters, "scrap"),
        ("waste", "sysenv", letters, "out"),
    ]
    assert [tuple(stock.values()) for stock in told["stocks"]] == [("use", "use", letters, list)]
    plain = Study(flows=[Flow("in", None, "use")])
    assert [dimension["letter"] for dimension in write_flodym(plain)["dimensions"]] == ["t"]


def test_what_goes_to_flodym_comes_back_with_its_ends_and_stocks():
    study = _defined()
    back = read_flodym(write_flodym(study, stock=list), layer="goods")
    assert list(back.flows) == list(study.flows[:3])
    assert back.processes == [Process("use", stock=True), Process("waste")]


def test_what_a_definition_of_flodym_cannot_say_is_named():
    flows = [*_defined().flows, Flow("out", "use", None, "Cu")]
    with pytest.raises(FlowsUnreadable) as refused:
        write_flodym(Study(processes=_defined().processes, flows=flows))
    assert str(refused.value).splitlines() == [
        "process use: keeps a stock: name flodym's class for it by `stock`",
        "flow out: has other ends in Cu than in goods",
    ]


# OpenSankey -----------------------------------------------------------------------------------------------


def _workbook():
    return Study(
        processes=[Process("Sorting"), Process("Recycling")],
        flows=[
            Flow("in", None, "Sorting"),
            Flow("on", "Sorting", "Recycling"),
            Flow("out", "Recycling", None),
            Flow("rest", "Sorting", None),
        ],
        observations=[Observation("in", 100.0, 10.0, source="SSB"), Observation("on", 60.0, None)],
        bounds=[Bounds("out", 0.0, 80.0)],
        relations=[Relation("yield", {"on": 1.0, "out": -1.1})],
    )


def test_a_workbook_for_opensankey_has_the_sheets_that_its_own_reader_takes():
    assert write_opensankey(_workbook()) == {
        "Nodes": [
            ["Aggregation level", "node", "Input-output balance"],
            [1, "Sorting", 1],
            [1, "Recycling", 1],
            [1, "environment", 0],
        ],
        "Values": [
            ["Origin", "Target", "Value", "Relative Uncertainty", "Source"],
            ["environment", "Sorting", 100.0, 0.1, "SSB"],
            ["Sorting", "Recycling", 60.0, None, ""],
            ["Recycling", "environment", None, None, ""],
            ["Sorting", "environment", None, None, ""],
        ],
        "Min Max": [["Origin", "Target", "Minimum", "Maximum"], ["Recycling", "environment", 0.0, 80.0]],
        "Constraints": [
            ["ID", "Origin", "Target", "Equality equation (eq = 0)"],
            [1, "Sorting", "Recycling", 1.0],
            [1, "Recycling", "environment", -1.1],
        ],
    }


def test_what_was_written_for_opensankey_is_read_again():
    back = read_opensankey(write_opensankey(_workbook()), "again")
    assert [(flow.source, flow.target) for flow in back.flows] == [
        (None, "Sorting"),
        ("Sorting", "Recycling"),
        ("Recycling", None),
        ("Sorting", None),
    ]
    assert [(told.value, told.sd, told.source) for told in back.observations] == [
        (100.0, 10.0, "SSB"),
        (60.0, 6.0, ""),  # a value without uncertainty has a tenth, as its own reader says
    ]
    assert [(limit.lower, limit.upper) for limit in back.bounds] == [(0.0, 80.0)]
    assert [list(relation.coefficients.values()) for relation in back.relations] == [[1.0, -1.1]]
    assert back.name == "again"


@given(studies())
def test_values_survive_the_workbook(study):
    plain = [Observation(t.flow, t.value, t.sd) for t in study.observations if t.value]
    back = read_opensankey(write_opensankey(Study(**{**vars(study), "observations": plain})))
    assert [(t.flow, t.value) for t in back.observations] == [(t.flow, t.value) for t in plain]
    assert [t.sd for t in back.observations] == pytest.approx([t.sd for t in plain], rel=1e-12)


def test_a_french_workbook_with_a_matrix_and_years_is_read():
    study = read_opensankey(
        {
            "Noeuds": [
                ["Noeuds", "Equilibre entrée-sortie", "Couleur"],
                ["Ferme", 1, "red"],
                ["Nature", 0, ""],
            ],
            "Table entrées-sorties": [
                [None, "Ferme", "Nature"],
                ["Ferme", None, "x"],
                ["Nature", "x", None],
            ],
            "Valeurs": [
                ["Origine", "Destination", "Valeur", "Incertitude relative", "Année", "Région"],
                ["Nature", "Ferme", 12.0, 0.05, 2023.0, "Bretagne"],
            ],
        }
    )
    assert {(flow.source, flow.target) for flow in study.flows} == {("Ferme", None), (None, "Ferme")}
    told = study.observations[0]
    assert (told.value, told.sd, told.year, told.place) == (12.0, pytest.approx(0.6), 2023, "Bretagne")
    assert study.notes == ["Noeuds: the column couleur was not read"]


def test_a_workbook_without_flows_says_which_sheets_it_has():
    with pytest.raises(FlowsUnreadable, match="no sheet of values or flows; there are: Notes"):
        read_opensankey({"Notes": [["hello"]]})


def test_a_constraint_with_a_constant_cannot_be_written():
    with pytest.raises(FlowsUnreadable, match="relation cap: its other side is not 0"):
        write_opensankey(Study(relations=[Relation("cap", {"a": 1.0}, 5.0)]))


def test_what_a_workbook_for_opensankey_cannot_tell_apart_is_refused_with_its_flow():
    flows = [
        Flow("in", None, "Sorting"),
        Flow("metal", "Sorting", None),
        Flow("paper", "Sorting", None),
        Flow("in", None, "Sorting", "Cu"),
    ]
    told = [Observation("in", 1.0, 0.1, place, year) for place in ("0301", "3401") for year in (2023, 2024)]
    with pytest.raises(FlowsUnreadable) as refused:
        write_opensankey(Study(flows=flows, observations=told))
    assert str(refused.value).splitlines() == [
        "flow paper: metal has the same ends; this workbook would take them for one",
        "flow in: in has the same ends; this workbook would take them for one",
        "places: this workbook holds one; take one of 0301, 3401",
        "years: this workbook holds one; take one of 2023, 2024",
    ]


def test_a_constraint_row_without_a_factor_says_nothing():
    rows = [["id", "origin", "target", "eq = 0"], [1, "A", "B", None]]
    study = read_opensankey({"Values": [["origin", "target", "value"], ["A", "B", ""]], "Constraints": rows})
    assert (study.relations, study.observations) == ([], [])


# Eurostat -------------------------------------------------------------------------------------------------


def test_cells_of_eurostat_are_a_value_and_its_flags():
    told = {(f.codes["geo"], f.period): (f.value, f.flags) for f in read_eurostat_tsv(TSV)}
    assert told == {
        ("EL", "2021"): (5.3, ("b",)),
        ("EL", "2022"): (6.3, ()),
        ("EL", "2023"): (5.2, ("i",)),
        ("BE", "2021"): (None, ()),
        ("BE", "2022"): (18.3, ()),
        ("BE", "2023"): (19.7, ("e",)),
        ("XK", "2021"): (None, ("c",)),
        ("XK", "2022"): (None, ()),
        ("XK", "2023"): (1.5, ("b", "p")),
    }


def test_flags_are_told_in_words_and_unknown_letters_as_they_are():
    assert Figure({}, "2023", 1.0, ("i", "q")).marks == ["imputed", "q"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "table.tsv, row 1: this is no table of Eurostat"),
        ("<html>\n", "this is no table of Eurostat"),
        ("geo\\TIME_PERIOD\t2020\nNO\t1\t2\n", "row 2: has another number of cells"),
        ("geo\\TIME_PERIOD\t2020\nNO\t1,5\n", "row 2, column 2020: “1,5” is no number"),
    ],
)
def test_a_table_that_is_none_of_eurostat_says_where(content, message):
    with pytest.raises(FlowsUnreadable, match=message):
        read_eurostat_tsv(content)


def test_an_answer_in_sdmx_csv_gives_the_same_kind_of_figures():
    assert read_sdmx_csv(SDMX.encode()) == [
        Figure({"freq": "A", "unit": "PER", "geo": "FR"}, "2021", 287179.0),
        Figure({"freq": "A", "unit": "PER", "geo": "FR"}, "2022", None, ("u",)),
    ]


def test_the_second_version_of_sdmx_csv_marks_normal_values_with_a():
    content = (
        "STRUCTURE,STRUCTURE_ID,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n"
        "dataflow,A:B(1.0),A,ES,2024,1.5,A\ndataflow,A:B(1.0),A,FR,2024,2.5,E\n"
    )
    found = read_sdmx_csv(content)
    assert [(figure.codes["REF_AREA"], figure.flags) for figure in found] == [("ES", ()), ("FR", ("e",))]


def test_an_answer_without_values_is_refused_with_its_row():
    with pytest.raises(FlowsUnreadable, match="row 2, column obs_value: “abc” is no number"):
        read_sdmx_csv("geo,TIME_PERIOD,OBS_VALUE\nNO,2020,abc\n")


# JSON-stat ------------------------------------------------------------------------------------------------


def _json_stat(**more):
    return json.dumps(
        {
            "class": "dataset",
            "id": ["Region", "Tid"],
            "size": [2, 2],
            "dimension": {
                "Region": {"category": {"index": ["0301", "3301"]}},
                "Tid": {"category": {"index": {"2023": 0, "2024": 1}}},
            },
            "role": {"time": ["Tid"]},
            "value": [1.0, 2.0, None, 4.0],
            "status": {"2": ".."},
            **more,
        }
    )


def _reconciled(**more):
    system = MFASystem("Waste", **more)
    system.flow("in", source=None, target="P")
    system.flow("out", source="P", target=None)
    for place in system.places:
        system.observe("in", place, 2023, value=5, sd=1)
    return system.reconcile()


def test_what_was_reconciled_is_a_table_of_json_stat_that_reads_back():
    found = _reconciled(places=["0301", "3401"], years=[2023, 2024])
    figures = read_json_stat(write_json_stat(found))
    told = {(*f.codes.values(), f.period): f.value for f in figures}
    for row in found.flows.rows():
        key = (row["flow"], row["layer"], row["place"])
        for name, column in (("value", "reconciled"), ("sd", "sd_reconciled")):
            value = told[*key, name, str(row["year"])]
            assert value == pytest.approx(row[column]) if np.isfinite(row[column]) else value is None
    assert len(told) == 2 * len(found.flows)


def test_a_table_of_json_stat_says_its_unit_its_roles_and_what_cannot_be_known():
    found = _reconciled(places=["0301"], years=[2023, 2024], unit="kt/a")
    table = json.loads(write_json_stat(found, label="Avfall"))
    assert (table["label"], table["id"]) == ("Avfall", ["flow", "layer", "place", "year", "figure"])
    assert table["size"] == [2, 1, 1, 2, 2]
    assert table["dimension"]["figure"]["category"]["unit"]["sd"] == {"base": "kt/a"}
    assert table["role"] == {"time": ["year"], "metric": ["figure"], "geo": ["place"]}
    assert table["status"] == {"2": ":", "3": ":", "6": ":", "7": ":"}


def test_a_system_without_places_or_years_has_a_year_that_readers_take():
    system = MFASystem("Waste", layers=["goods", "energy"], unit={"goods": "t/a", "energy": "GWh/a"})
    system.process("P", stock=True)
    system.flow("in", source=None, target="P")
    table = json.loads(write_json_stat(system.reconcile()))
    assert (table["label"], table["id"]) == ("Waste", ["flow", "layer", "year", "figure"])
    assert table["role"]["geo"] == []
    assert table["dimension"]["year"]["category"]["index"] == ["0"]
    assert "unit" not in table["dimension"]["figure"]["category"]
    assert {figure.period for figure in read_json_stat(json.dumps(table))} == {"0"}


def test_an_answer_of_statistics_norway_gives_figures_with_their_period():
    assert [(f.codes["Region"], f.period, f.value) for f in read_json_stat(_json_stat())] == [
        ("0301", "2023", 1.0),
        ("0301", "2024", 2.0),
        ("3301", "2023", None),
        ("3301", "2024", 4.0),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{}", "table.json: this is no table in JSON-stat 2"),
        (_json_stat(value=[1.0]), "the cells do not fit the dimensions"),
        (_json_stat(size=[3_000_000, 2]), "too many cells"),
        (_json_stat(id=["Region"], size=[2], value=[1, 2], role={}), "no dimension is time"),
    ],
)
def test_an_answer_that_is_no_such_table_says_so(content, message):
    with pytest.raises(FlowsUnreadable, match=message):
        read_json_stat(content)


# Figures into observations --------------------------------------------------------------------------------


def test_figures_become_observations_of_the_flows_that_are_named():
    figures = [
        Figure({"material": "MF1", "geo": "NO"}, "2023", 200.0, ("e",)),
        Figure({"material": "MF2", "geo": "NO"}, "2023", 50.0),
        Figure({"material": "MF3", "geo": "NO"}, "2023", 1.0),
        Figure({"material": "MF1", "geo": "NO"}, "2024", None),
    ]
    named = {"MF1": "biomass", "MF2": "metals"}
    found = observations_of(figures, flows=named, by="material", relative_sd=0.1, source="Eurostat")
    assert [(t.flow, t.value, t.sd, t.year, t.place, t.status) for t in found] == [
        ("biomass", 200.0, 20.0, 2023, "NO", "estimated"),
        ("metals", 50.0, 5.0, 2023, "NO", ""),
    ]
    own = observations_of(figures[:1], flows=named, by="material", relative_sd={"biomass": 0.5})
    assert own[0].sd == 100.0


def test_a_month_is_no_year():
    with pytest.raises(FlowsUnreadable, match="“2024M01” is no year"):
        observations_of([Figure({"m": "a"}, "2024M01", 1.0)], flows={"a": "b"}, by="m", relative_sd=0.1)


# What a format cannot hold ----------------------------------------------------------------------------------


def test_a_flow_keeps_its_layer_where_it_carries_goods_and_a_substance():
    flows = [
        Flow(name, *ends, layer)
        for layer in ("goods", "Cu")
        for name, ends in (("in", (None, "P")), ("out", ("P", None)))
    ]
    told = [Observation("in", 10.0, 1.0, layer="goods"), Observation("in", 0.2, 0.1, layer="Cu")]
    study = Study(processes=[Process("P")], flows=flows, observations=told)
    back = read_floweaver(write_floweaver(study))
    assert list(back.observations) == told
    assert [(flow.flow, flow.layer) for flow in back.flows] == [("in", "goods"), ("in", "Cu")]
    both = write_floweaver(Study.of(study.system().reconcile()))
    assert [tuple(line.split(",")[:4]) for line in both.splitlines()[1:]] == [
        ("environment", "P", "goods", "10.0"),
        ("P", "environment", "goods", "10.0"),
        ("environment", "P", "Cu", "0.2"),
        ("P", "environment", "Cu", "0.2"),
    ]


def test_an_uncertainty_of_floweaver_may_be_a_share_and_is_never_below_zero():
    rows = "source,target,type,value,sd\na,b,g,50,10 %\nb,c,g,40,{}\n"
    assert [told.sd for told in read_floweaver(rows.format(2)).observations] == [5.0, 2.0]
    for wrong, says in (("-2", "is below zero"), ("x %", "is no number")):
        with pytest.raises(FlowsUnreadable, match=f"row 3, column sd: .*{says}"):
            read_floweaver(rows.format(wrong))


def test_a_study_refuses_an_uncertainty_below_zero():
    study = Study(
        flows=[Flow("in", None, "P"), Flow("out", "P", None)], observations=[Observation("in", 5, -1)]
    )
    with pytest.raises(FlowSystemError, match="The flow in: 5 ± -1 is no observation"):
        study.system()


def test_a_workbook_refuses_what_it_would_lose():
    flows = [Flow("in", None, "P"), Flow("also in", None, "P"), Flow("out", "P", None)]
    told = [Observation("in", 0, 5, "A", 2020), Observation("out", 4, 1, "B", 2021)]
    shares = [TransferCoefficient("share", "P", "out", 0.5, 0.1)]
    with pytest.raises(FlowsUnreadable) as refused:
        write_opensankey(Study(flows=flows, observations=told, transfer_coefficients=shares))
    assert [str(complaint) for complaint in refused.value.complaints] == [
        "share share: this workbook knows no shares with an uncertainty",
        "flow in: 0 ± 5 cannot be told as a share of the value",
        "flow also in: in has the same ends; this workbook would take them for one",
        "places: this workbook holds one; take one of A, B",
        "years: this workbook holds one; take one of 2020, 2021",
    ]


def test_a_workbook_with_an_uncertainty_below_zero_is_refused():
    rows = [["Origin", "Target", "Value", "Relative Uncertainty"], ["a", "b", 10, -0.2]]
    with pytest.raises(FlowsUnreadable, match="Values, row 2, column uncertainty: is below zero"):
        read_opensankey({"Values": rows})


# Figures that are meant, and no others --------------------------------------------------------------------


def figure(value=5.0, period="2021", **codes):
    return Figure({"nrg": "A", "unit": "T"} | codes, period, value)


def test_the_places_of_both_agencies_are_known():
    for dimension in ("geo", "Region"):
        (told,) = observations_of([figure(**{dimension: "NO"})], flows={"A": "f"}, by="nrg", relative_sd=0.1)
        assert told.place == "NO"
    (told,) = observations_of([figure(area="NO")], flows={"A": "f"}, by="nrg", place="area", relative_sd=0.1)
    assert told.place == "NO"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"by": "nrj"}, "dimension nrj: is not there; there are: nrg, unit, geo"),
        ({"place": "area"}, "dimension area: is not there"),
        ({"relative_sd": {"g": 0.1}}, "flow f: relative_sd has no share for it"),
    ],
)
def test_figures_are_not_taken_by_a_name_that_is_not_there(asked, says):
    wanted = {"flows": {"A": "f"}, "by": "nrg", "relative_sd": 0.1} | asked
    with pytest.raises(FlowsUnreadable, match=says):
        observations_of([figure(geo="NO")], **wanted)


@pytest.mark.parametrize(("unit", "says"), [("KG_HAB", "unit T and KG_HAB"), ("T", "told twice")])
def test_a_table_that_tells_in_two_units_is_no_two_sources(unit, says):
    both = [figure(geo="NO"), figure(7.0, geo="NO", unit=unit)]
    with pytest.raises(FlowsUnreadable, match=rf"flow f: has several figures in 2021 \({says}\)"):
        observations_of(both, flows={"A": "f"}, by="nrg", relative_sd=0.1)


def test_a_cell_of_json_stat_that_is_no_number_is_refused():
    table = {
        "class": "dataset",
        "id": ["geo", "time"],
        "size": [1, 2],
        "dimension": {code: {"category": {"index": index}} for code, index in
                      (("geo", ["NO"]), ("time", ["2021", "2022"]))},
        "value": [1, "a"],
    }  # fmt: skip
    with pytest.raises(FlowsUnreadable, match="the cell NO, 2022 has “a”, no number"):
        read_json_stat(json.dumps(table))
