"""What nothing listens to is sent as one component, as the page drew it; whatever a callback may be about stays."""

from dash import dcc, html

from dashboards.still import still


def test_text_elements_and_links_become_one_component():
    table = html.Table(html.Tr([html.Td("工单", className="id"), html.Td(dcc.Link("甲", href="/trace?id=a"))]))

    (drawn,) = still([html.H1("追溯", lang="zh-CN"), table, "尾"])

    assert (drawn["namespace"], drawn["type"]) == ("hengliang", "Still")
    assert drawn["props"]["trees"] == [
        ["h1", {"lang": "zh-CN"}, ["追溯"]],
        [
            "table",
            {},
            [
                [
                    "tr",
                    {},
                    [
                        ["td", {"className": "id"}, ["工单"]],
                        ["td", {}, [["Link", {"href": "/trace?id=a"}, ["甲"]]]],
                    ],
                ]
            ],
        ],
        "尾",
    ]


def test_what_has_an_id_stays_and_so_does_what_holds_it():
    amount = html.P("¥1.00", id="payable")
    page = html.Section([html.H2("应付"), html.P("一"), amount, html.P("二")], className="card")

    (section,) = still([page])

    before, kept, after = section.children
    assert [tree[0] for tree in before["props"]["trees"]] == ["h2", "p"]
    assert kept.id == "payable"
    assert after["props"]["trees"] == [["p", {}, ["二"]]]
    assert len(page.children) == 4, "the page that was drawn is changed"


def test_what_can_be_pressed_typed_into_or_drawn_upon_stays():
    parts = [html.Button("甲", n_clicks=0), dcc.Input(type="hidden", name="csrf", value="x"), dcc.Graph(figure={})]

    assert still(parts) == parts


def test_nothing_and_numbers_are_shown_as_before():
    (drawn,) = still([html.P([None, 3, ""])])

    assert drawn["props"]["trees"] == [["p", {}, ["3", ""]]]
    assert still([html.P(1.5)])[0].children == 1.5


def test_texts_alone_stay_texts_and_what_is_still_stays_so():
    assert still(["甲", "乙"]) == ["甲", "乙"]
    assert still(still([html.P("甲")])) == still([html.P("甲")])
