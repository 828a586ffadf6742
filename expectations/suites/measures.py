"""What must hold of measured indicators, monitoring, comparisons and conclusions; all of it warns."""

from expectations.rule import Rule, Suite

MEASURES_ASKED = Suite(
    "intermediate.int_measures_asked",
    (
        Rule(
            "every_measure_is_known_and_its_days_can_be_read",
            "WARN",
            """
            select scheme_no || ' ' || subject_code || ' ' || ind_code || ' (' || measure || ')' as offence
            from {batch}
            where not is_known or not is_readable
            """,
            "指标要求的度量未知，或起止日期不是 2020-12-31 的写法，无法实测。请更正 rule_params。",
            "An indicator asks for an unknown measure, or its days are not written as 2020-12-31, so that nothing is "
            "measured: mend rule_params.",
            guards="R94",
        ),
    ),
)

MEASURED = Suite(
    "intermediate.int_indicators_measured",
    (
        Rule(
            "every_measure_finds_something_to_count",
            "WARN",
            """
            select
                measured.scheme_no || ' ' || measured.subject_code || ' ' || measured.ind_code
                || ' (' || measured.measure || ')' as offence
            from {batch} as measured
            inner join intermediate.int_measures_asked as asked using (scheme_no, subject_code, ind_code)
            where measured.value is null and asked.is_known and asked.is_readable
            """,
            "所要求的范围和期间内没有可计量的数据，实测值为空，不按零计。请核对范围，或补交数据。",
            "Nothing can be counted in the scope and time that are asked for: the value is blank, not 0. Check the "
            "scope, or send the data.",
            guards="R33",
        ),
        Rule(
            "what_was_typed_agrees_with_what_is_measured",
            "WARN",
            """
            select
                scheme_no || ' ' || subject_code || ' ' || ind_code || ': ' || typed_value || ' / ' || value_text
                as offence
            from {batch}
            where is_typed_otherwise
            """,
            "填报值与实测值不同，以实测值为准。请核对填报值（样例：填报 / 实测）。",
            "What was typed differs from what is measured, and what is measured counts: check what was typed (typed / "
            "measured).",
            guards="R91 R92",
        ),
    ),
)

MONITORED = Suite(
    "intermediate.int_indicators_monitored",
    (
        Rule(
            "every_progress_has_a_light",
            "WARN",
            """
            select scheme_no || ' ' || subject_code || ' ' || ind_code || ' ' || month || ': ' || basis as offence
            from {batch}
            where light is null and is_upward and value is not null
            """,
            "执行情况已填，但目标值或预警规则无法读取，没有预警灯。请补正指标。",
            "Progress is given and no light can be: its target or its rules cannot be read. Mend the indicator.",
            guards="R101",
        ),
    ),
)

SCHEMES = Suite(
    "intermediate.int_schemes_current",
    (
        Rule(
            "every_compared_framework_was_scored",
            "WARN",
            """
            select schemes.scheme_no || ' / ' || schemes.compared_scheme_no as offence
            from {batch} as schemes
            anti join intermediate.int_scores_compared as compared
                on schemes.scheme_no = compared.scheme_no
            semi join intermediate.int_subjects_graded as graded
                on schemes.scheme_no = graded.scheme_no
            where schemes.compared_scheme_no is not null
            """,
            "对比指标体系从未评分，或没有相同的评价对象，无法对比。请先评价，或更正 compared_scheme_no。",
            "The framework to compare with was never scored, or has no such subject: evaluate it first, or mend "
            "compared_scheme_no.",
            guards="R95",
        ),
    ),
)

CONCLUSIONS = Suite(
    "landing.evaluation_result",
    (
        Rule(
            "partial_support_says_what_is_supported_and_what_is_not",
            "WARN",
            """
            select eval_no || ' ' || scheme_no || ' ' || subject_code as offence
            from {batch}
            where conclusion = 'PARTIAL' and (supported_content is null or unsupported_content is null)
            """,
            "结论为部分支持，须列明支持内容和不支持内容。请补充后重交。",
            "A conclusion of partial support lists what is supported and what is not: complete it and send it again.",
            guards="R98",
        ),
    ),
)

SUITES = (MEASURES_ASKED, MEASURED, MONITORED, SCHEMES, CONCLUSIONS)
