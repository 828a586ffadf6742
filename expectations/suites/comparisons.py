"""What must hold of a month's deliveries against those of the months before: a habit that breaks is looked at."""

from expectations.rule import Rule, Suite

OPEN_DAYS = Suite(
    "intermediate.int_open_days",
    (
        Rule(
            # A habit is two months or more of the last three with deliveries on every day, or on every working day.
            # Where it had a gap or two, three are a break.
            "no_day_is_missing_that_always_has_deliveries",
            "WARN",
            """
            with recent as (
                select days.*
                from {batch} as days
                cross join this_run.parameters as parameters
                where days.service_period >= strftime(
                    try_cast(parameters.settlement_period || '-01' as date) - interval 3 month, '%Y-%m'
                )
            ),
            habits as (
                select
                    contract_no,
                    item_code,
                    count(*) >= 50 as is_long,
                    count(*) - count(delivery_count) as gap_count,
                    count(*) filter (where is_working) >= 35 as has_working_days,
                    count(*) filter (where is_working and delivery_count is null) as working_gap_count
                from recent
                where not is_new
                group by contract_no, item_code
                having count(distinct service_period) >= 2
            )
            select
                recent.contract_no || ' ' || recent.item_code || ': '
                || string_agg(strftime(recent.day, '%Y-%m-%d'), ' ' order by recent.day) as offence
            from recent
            inner join habits on recent.contract_no = habits.contract_no and recent.item_code = habits.item_code
            where
                recent.is_new
                and recent.delivery_count is null
                and (
                    (habits.is_long and habits.gap_count <= 2)
                    or (habits.has_working_days and habits.working_gap_count <= 2 and recent.is_working)
                )
                -- A month without any delivery has a rule of its own.
                and exists (
                    select 1
                    from recent as others
                    where
                        others.is_new
                        and others.delivery_count is not null
                        and recent.contract_no = others.contract_no
                        and recent.item_code = others.item_code
                )
            group by recent.contract_no, recent.item_code, habits.gap_count, habits.working_gap_count
            having least(habits.gap_count, habits.working_gap_count) = 0 or count(*) >= 3
            """,
            "此前每天（或每个工作日）都有交付，本月有日期没有。请核对是否漏报或截断。",
            "Days have no delivery where each (working) day of the months before had some: ask whether they were lost.",
            guards="R24",
        ),
        Rule(
            "no_item_falls_silent",
            "WARN",
            """
            select days.contract_no || ' ' || days.item_code as offence
            from {batch} as days
            cross join this_run.parameters as parameters
            where days.service_period >= strftime(
                try_cast(parameters.settlement_period || '-01' as date) - interval 3 month, '%Y-%m'
            )
            group by days.contract_no, days.item_code
            having
                count(distinct days.service_period) filter (where not days.is_new) = 3
                and count(*) filter (where days.is_new) >= 20
                and count(days.delivery_count) filter (where days.is_new) = 0
            """,
            "前三个月都有交付的服务项，本月没有任何交付，而工单仍在执行期内。请核对是否漏报或重报了旧文件。",
            "An item that was delivered in each of three months before has no delivery, though its orders are open: "
            "ask whether a file was lost, or an old one was sent again.",
            guards="R24 R58",
        ),
        Rule(
            # Day for day, as months and orders differ in length; fifty times where so few deliveries say little.
            "a_months_quantity_keeps_to_its_history",
            "WARN",
            """
            with months as (
                select
                    contract_no,
                    item_code,
                    service_period,
                    is_new,
                    count(*) as day_count,
                    sum(delivery_count) as delivery_count,
                    sum(quantity) as quantity
                from {batch}
                group by contract_no, item_code, service_period, is_new
            ),
            compared as (
                select
                    new.contract_no,
                    new.item_code,
                    new.quantity,
                    count(*) as month_count,
                    bool_and(new.quantity * old.day_count > limits.factor * old.quantity * new.day_count) as jumped,
                    bool_and(limits.factor * new.quantity * old.day_count < old.quantity * new.day_count) as fell
                from months as new
                inner join months as old on new.contract_no = old.contract_no and new.item_code = old.item_code
                cross join lateral (
                    select case when greatest(new.delivery_count, old.delivery_count) >= 10 then 5 else 50 end as factor
                ) as limits
                where new.is_new and not old.is_new and old.quantity > 0 and new.quantity is not null
                group by new.contract_no, new.item_code, new.quantity
            )
            select contract_no || ' ' || item_code || ': ' || quantity || if(jumped, ' ↑', ' ↓') as offence
            from compared
            where month_count >= 2 and (jumped or fell)
            """,
            "服务项本月数量（按执行天数折算）与此前每个月都相差五倍以上。请核对计量单位、重复报送和漏报。",
            "An item's quantity differs from that of each month before by more than five times, day for day: check its "
            "unit, what was sent twice and what is missing.",
            guards="R11 R67",
        ),
    ),
)

PROFILES = Suite(
    "intermediate.int_profiles_known",
    (
        Rule(
            # Twenty times the largest of many; five times it and two hundred times the mean; or a hundred times few.
            "no_delivery_is_far_larger_than_any_before",
            "WARN",
            """
            with earlier as (
                select
                    contract_no,
                    item_code,
                    cast(max(largest_qty) as decimal(38, 6)) as largest_qty,
                    sum(quantity) as quantity,
                    sum(delivery_count) as delivery_count
                from {batch}
                where facet = 'DAY' and not is_new
                group by contract_no, item_code
            )
            select
                profile.contract_no || ' ' || profile.item_code || ' ' || profile.service_period || '-'
                || lpad(cast(profile.position as varchar), 2, '0') || ': ' || profile.largest_qty || ' ≫ '
                || earlier.largest_qty as offence
            from {batch} as profile
            inner join earlier
                on profile.contract_no = earlier.contract_no and profile.item_code = earlier.item_code
            where
                profile.facet = 'DAY'
                and profile.is_new
                and earlier.largest_qty > 0
                and (
                    (earlier.delivery_count >= 3 and profile.largest_qty > 100 * earlier.largest_qty)
                    or (earlier.delivery_count >= 20 and profile.largest_qty > 20 * earlier.largest_qty)
                    or (
                        earlier.delivery_count >= 20
                        and profile.largest_qty > 5 * earlier.largest_qty
                        and profile.largest_qty * earlier.delivery_count > 200 * earlier.quantity
                    )
                )
            """,
            "有交付的数量远大于以往任何一次，可能计量单位差了千倍。请核对原始记录。",
            "A delivery is far larger than any before, as where its unit is wrong by a thousand: check its record.",
            guards="R11 R15",
        ),
        Rule(
            # Half of the deliveries lie elsewhere, and moving them by whole hours halves that: the clock has moved.
            "hours_are_those_of_the_months_before",
            "WARN",
            """
            with hours as (
                select contract_no, item_code, position, is_new, sum(delivery_count) as delivery_count
                from {batch}
                where facet = 'HOUR'
                group by contract_no, item_code, position, is_new
                union all
                -- Few deliveries of each of many items say enough together.
                select contract_no, 'Σ' as item_code, position, is_new, sum(delivery_count) as delivery_count
                from {batch}
                where facet = 'HOUR'
                group by contract_no, position, is_new
            ),
            totals as (
                select
                    contract_no,
                    item_code,
                    sum(delivery_count) filter (where is_new) as new_count,
                    sum(delivery_count) filter (where not is_new) as old_count
                from hours
                group by contract_no, item_code
                having new_count >= 20 and old_count >= 40
            ),
            moved as (
                select
                    totals.contract_no,
                    totals.item_code,
                    shifts.shift,
                    totals.new_count * totals.old_count as half,
                    sum(
                        abs(
                            coalesce(new.delivery_count, 0) * totals.old_count
                            - coalesce(old.delivery_count, 0) * totals.new_count
                        )
                    ) as distance
                from totals
                cross join (select unnest(range(-12, 12)) as shift) as shifts
                cross join (select unnest(range(24)) as hour) as clock
                left join hours as new
                    on
                        new.is_new
                        and totals.contract_no = new.contract_no
                        and totals.item_code = new.item_code
                        and (clock.hour + shifts.shift + 24) % 24 = new.position
                left join hours as old
                    on
                        not old.is_new
                        and totals.contract_no = old.contract_no
                        and totals.item_code = old.item_code
                        and clock.hour = old.position
                group by totals.contract_no, totals.item_code, shifts.shift, totals.new_count, totals.old_count
            ),
            compared as (
                select
                    contract_no,
                    item_code,
                    half,
                    max(distance) filter (where shift = 0) as distance_as_sent,
                    min(distance) filter (where shift <> 0) as distance_moved,
                    arg_min(shift, distance) filter (where shift <> 0) as shift
                from moved
                group by contract_no, item_code, half
            )
            select contract_no || ' ' || item_code || printf(' %+d h', shift) as offence
            from compared
            where distance_as_sent >= half and distance_moved * 2 <= distance_as_sent
            """,
            "交付时刻整体偏移了若干小时，可能时区有误，月末的交付会落入错误的月份。请核对时区后重新报送。",
            "Deliveries have moved by whole hours against the months before, as where a time zone is wrong, and may "
            "fall into the wrong month: check the offset and send them again.",
            guards="R10",
        ),
        Rule(
            "no_deliveries_are_sent_again_under_other_numbers",
            "WARN",
            """
            with counted as (
                select
                    contract_no,
                    item_code,
                    coalesce(sum(delivery_count) filter (where is_new and facet = 'TWIN'), 0) as new_twins,
                    coalesce(sum(delivery_count) filter (where is_new and facet = 'DAY'), 0) as new_count,
                    coalesce(sum(delivery_count) filter (where not is_new and facet = 'TWIN'), 0) as old_twins,
                    coalesce(sum(delivery_count) filter (where not is_new and facet = 'DAY'), 0) as old_count
                from {batch}
                group by contract_no, item_code
            )
            select contract_no || ' ' || item_code || ': ' || new_twins || ' / ' || new_count as offence
            from counted
            where new_twins >= 5 and new_twins * 4 >= new_count and old_count > 0 and old_twins * 10 <= old_count
            """,
            "许多交付与另一项交付的工单、时刻和数量都相同，而以往不是这样，可能同一批交付换了编号重复报送。请核对。",
            "Many deliveries agree with another in work order, moment and quantity, and did not before: ask whether "
            "they were sent again under other numbers.",
            guards="R10",
        ),
    ),
)

SUITES = (OPEN_DAYS, PROFILES)
