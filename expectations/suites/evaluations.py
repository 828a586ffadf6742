"""What must hold of frameworks, facts and scores before an evaluation may be published."""

from expectations.rule import Rule, Suite

_TABLES = """
    'grade_band', 'profile_rule', 'perf_scheme', 'perf_indicator', 'perf_decomposition', 'indicator_result', 'evidence',
    'score_sheet', 'stated_result', 'stated_fact', 'survey_count', 'expert_score', 'monitor_row', 'evaluation_result'
"""

QUARANTINED = Suite(
    "landing.quarantine",
    (
        Rule(
            "no_row_of_an_evaluation_is_set_aside",
            "WARN",
            f"""
            select table_name || ' ' || file_name || ':' || row_number || ' (' || reason || ')' as offence
            from {{batch}}
            where closed_by is null and table_name in ({_TABLES})
            """,
            "指标体系、完成情况或评分有行被隔离，未参与评分。请在隔离区查看，补正后重交。",
            "Rows of frameworks, facts or scores were set aside and are not scored: see quarantine, mend them and send "
            "them again.",
            guards="P2",
        ),
    ),
)

# Parameters that an indicator may have of its own; `measure` and those after it say what is measured for it.
_PARAMETERS = """
    'floor_rate', 'form', 'bands', 'levels', 'count', 'elements', 'shares', 'per', 'deduct_per_day', 'group',
    'full_from', 'lose_per_point', 'min_experts', 'trim', 'veto_below', 'veto_by', 'over_rate', 'measure',
    'contract_no', 'pro_code', 'provider', 'table', 'from', 'to'
"""

NODES = Suite(
    "intermediate.int_indicator_nodes",
    (
        Rule(
            "every_indicator_hangs_on_a_root",
            "BLOCK",
            """
            select indicators.scheme_no || ' ' || indicators.ind_code as offence
            from landing.perf_indicator as indicators
            inner join intermediate.int_schemes_current as schemes
                on
                    indicators.scheme_no = schemes.scheme_no
                    and coalesce(indicators.version = schemes.version, true)
            anti join {batch} as nodes
                on indicators.scheme_no = nodes.scheme_no and indicators.ind_code = nodes.ind_code
            """,
            "有指标的上级指标不存在、首尾相接或超过四级，其得分会丢失。请补正 parent_code 后重交。",
            "An indicator's parent is missing, its parents form a ring, or it lies below the fourth level, so that its "
            "score would be lost: mend parent_code and send it again.",
            guards="R69 R71",
        ),
    ),
)

SCORED = Suite(
    "intermediate.int_indicators_scored",
    (
        Rule(
            "every_value_that_a_rule_goes_by_can_be_read",
            "WARN",
            """
            select
                concat_ws(
                    ' ', scheme_no, subject_code, ind_code,
                    case doubt
                        when 'ACTUAL_UNREAD' then 'actual_value: ' || actual_value
                        else 'target_value: ' || coalesce(target_value, '-')
                    end
                ) as offence
            from {batch}
            where doubt in ('ACTUAL_UNREAD', 'TARGET_UNREAD')
            """,
            "按规则计分所需的实际完成值或目标值缺失或不能识读(数值不带单位和比较符号，单位为 % 的可带百分号，"
            "日期写到日)，该指标未评。请补正后重交。",
            "An actual or target value that a rule goes by is missing or does not read (a number without unit or "
            "comparison sign, per cent only where the unit is %; a date down to the day): the indicator is not "
            "assessed. Mend it and send it again.",
            guards="R87 R94",
        ),
        Rule(
            "every_rule_has_its_parameters",
            "WARN",
            """
            select
                concat_ws(
                    ' ', scheme_no, subject_code, ind_code, rule, array_to_string(parameters_unread, ', ')
                ) as offence
            from {batch}
            where doubt in ('PARAMETERS_UNREAD', 'PARAMETERS_MISSING')
            """,
            "计分参数缺失或不能识读，该指标未评。请补正 rule_params 或提交 profile_rule。",
            "A rule's parameters are missing or do not read, so that the indicator is not assessed: mend rule_params, "
            "or send profile_rule.",
            guards="R76",
        ),
        Rule(
            "every_own_parameter_is_known",
            "WARN",
            f"""
            select scheme_no || ' ' || ind_code || ' ' || name as offence
            from (
                select scheme_no, ind_code, unnest(json_keys(rule_params)) as name
                from intermediate.int_indicator_nodes
                where json_valid(rule_params)
            )
            where name not in ({_PARAMETERS})
            """,
            "rule_params 中有未知参数，未被采用。请核对参数名。",
            "rule_params has a parameter that no rule knows; it changes nothing: check its name.",
            guards="R76",
        ),
        Rule(
            "every_element_is_named_and_its_shares_add_up",
            "WARN",
            """
            select concat_ws(' ', scheme_no, subject_code, ind_code, actual_value) as offence
            from {batch}
            where doubt in ('SHARES_NOT_WHOLE', 'ELEMENTS_UNNAMED')
            """,
            "要点分值占比合计不为 1，或占比不等而未列明达成的是哪些要点，该指标未评。请补正 shares，或按 1;3 填写。",
            "The shares of an indicator's elements do not add up to 1, or they differ and which were met is not said: "
            "it is not assessed. Mend its shares, or write 1;3.",
            guards="R84",
        ),
        Rule(
            "every_group_of_a_survey_is_counted_whole",
            "WARN",
            """
            select scheme_no || ' ' || subject_code || ' ' || ind_code as offence
            from {batch}
            where doubt = 'ANSWERS_UNCOUNTED'
            """,
            "满意度的五档份数缺失或合计为零，该指标未评；空白不等于零。请补全各档份数，没有的填 0。",
            "One of the five counts of a survey is missing, or nobody answered: the indicator is not assessed. A blank "
            "is no zero: give all five, 0 where nobody chose one.",
            guards="R82",
        ),
        Rule(
            "every_panel_is_large_enough",
            "WARN",
            """
            select scheme_no || ' ' || subject_code || ' ' || ind_code as offence
            from {batch}
            where doubt = 'PANEL_SMALL'
            """,
            "专家人数少于规定，该指标未评。请补充专家评分，或在 rule_params 的 min_experts 中另行规定。",
            "A panel has fewer experts than its rule asks for, so that the indicator is not assessed: add scores, or "
            "set min_experts in rule_params.",
            guards="R99",
        ),
        Rule(
            "every_expert_scores_within_the_weight",
            "WARN",
            """
            select scheme_no || ' ' || subject_code || ' ' || ind_code as offence
            from {batch}
            where doubt = 'EXPERT_OUTSIDE'
            """,
            "有专家给分低于零或高于指标权重，均值照算。请核对专家评分。",
            "An expert's score lies below zero or above the weight; the mean is taken all the same: check the scores.",
            guards="R70 R99",
        ),
        Rule(
            "every_score_lies_in_the_band_of_its_level",
            "WARN",
            """
            select concat_ws(' ', scheme_no, subject_code, ind_code, actual_value, raw_score) as offence
            from {batch}
            where doubt in ('LEVEL_OUTSIDE', 'LEVEL_UNREAD')
            """,
            "评分人给分不在所选达成等级的分值区间内，或未选等级；分数照用。请核对等级或分数。",
            "A person's score lies outside the band of the level chosen, or no level is chosen; the score stands: "
            "check the level or the score.",
            guards="R81",
        ),
    ),
)

RULED = Suite(
    "intermediate.int_schemes_current",
    (
        Rule(
            "every_rule_profile_is_known",
            "WARN",
            """
            select schemes.scheme_no || ' (' || schemes.rule_profile || ')' as offence
            from {batch} as schemes
            semi join intermediate.int_indicator_nodes as nodes
                on schemes.scheme_no = nodes.scheme_no
            anti join intermediate.int_scheme_rules as rules
                on schemes.scheme_no = rules.scheme_no
            """,
            "计分规则集未知或当时未生效，需要参数的指标未评。请核对 rule_profile，或提交 profile_rule。",
            "The rule profile is unknown or was not in force, so that indicators whose rule needs parameters are not "
            "assessed: check rule_profile, or send profile_rule.",
            guards="R76 R77",
        ),
    ),
)

LEAVES = Suite(
    "intermediate.int_leaves_weighted",
    (
        Rule(
            "weights_that_count_add_up_to_those_of_the_framework",
            "BLOCK",
            """
            select scheme_no || ' ' || subject_code as offence
            from {batch}
            group by scheme_no, subject_code
            having sum(weight) <> sum(framework_weight)
            """,
            "不适用指标的权重分摊后合计与原权重不符，属程序缺陷，请勿发布。",
            "After the weight of what does not apply was passed on, weights no longer add up: a defect, not published.",
            guards="R69",
        ),
    ),
)

STATED = Suite(
    "landing.stated_result",
    (
        Rule(
            "what_a_report_states_has_a_table_to_be_held_against",
            "WARN",
            """
            select stated.scheme_no || ' ' || stated.subject_code as offence
            from {batch} as stated
            inner join intermediate.int_schemes_current as schemes on stated.scheme_no = schemes.scheme_no
            anti join intermediate.int_leaves_weighted as leaves
                on stated.scheme_no = leaves.scheme_no and stated.subject_code = leaves.subject_code
            """,
            "报告所载结果没有对应的得分表或完成情况，无法核对。请核对指标体系编号和评价对象。",
            "A report's result has no score table or results to be held against: check scheme_no and subject_code.",
            guards="R71",
        ),
    ),
)

SUMMARIES = Suite(
    "marts.score_summary",
    (
        Rule(
            "every_total_is_the_sum_of_its_leaves",
            "BLOCK",
            """
            select summary.scheme_no || ' ' || summary.subject_code as offence
            from {batch} as summary
            left join (
                select scheme_no, subject_code, sum(score) as score
                from marts.score_indicator
                group by scheme_no, subject_code
            ) as leaves using (scheme_no, subject_code)
            where summary.total_score is distinct from leaves.score
            """,
            "总得分与各指标得分之和不符，属程序缺陷，请勿发布。",
            "A total is not the sum of its leaves: a defect, not published.",
            guards="R71",
        ),
        Rule(
            "every_subject_is_assessed_whole",
            "WARN",
            """
            select scheme_no || ' ' || subject_code || ': ' || not_assessed_count as offence
            from {batch}
            where not_assessed_count > 0
            """,
            "有指标未评，等级只反映已评部分，结果不进入结算。请补充后再评。",
            "Indicators are not assessed: the grade speaks of the others only, and no settlement takes the score.",
            guards="R92",
        ),
        Rule(
            "every_grade_scale_is_known",
            "WARN",
            """
            select scheme_no || ' ' || subject_code || ' (' || grade_scale || ')' as offence
            from {batch}
            where grade is null and total_score is not null
            """,
            "等级标准未知或当时未生效，无法评定等级。请提交 grade_band。",
            "The grade scale is unknown or was not in force, so that no grade is given: send grade_band.",
            guards="R73",
        ),
    ),
)

SUITES = (QUARANTINED, NODES, RULED, SCORED, LEAVES, STATED, SUMMARIES)
