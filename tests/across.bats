#!/usr/bin/env bats
# gx-check: rules over years, levels and texts, on written and generated reports.
bats_require_minimum_version 1.5.0

setup() {
	check="$(realpath "${B:-build}/gx-check")"
	table="$(realpath "${B:-build}/gx-table")"
	gen="$(realpath "${B:-build}/tests/gen")"
	export LC_ALL=C.UTF-8 TERM=xterm
	unset NO_COLOR LC_MESSAGES
	cd "$BATS_TEST_TMPDIR"
	: >cells.tsv
	# every layout but glued, in which some cells cannot be told apart
	layouts=cells,tsv,pipe,bars,barlines,barends,para,raw,layout,html,docx
	cols='natural company research social legal other total'
}

# report DOC YEAR ORG KEY=VALUE ...: append its cells; a value that is no number
# stands in the raw text
report() {
	local doc=$1 year=$2 org=$3 form=2021 line=10 key row value
	[ "$year" -ge 2021 ] || form=2019
	shift 3
	for key in "$@"; do
		value=${key#*=}
		key=${key%%=*}
		row=${key#*.}
		line=$((line + 1))
		[[ "$value" =~ ^-?[0-9.]+$ ]] && row+=$'\t' || row+=$'\t\t'
		printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\t%s\t%s\t%s\n' "$doc" "$year" \
			"$org" "$form" "${key%%.*}" "${row%.*}" "${key##*.}" \
			"$([[ "$value" =~ ^-?[0-9.]+$ ]] && echo "$value")" "$value" \
			"$line" "$([ -n "$value" ] || echo blank)"
	done >>cells.tsv
}

# row ROW N: a row of table 3 in which all seven cells are N
row() {
	local col
	for col in $cols; do
		echo "t3.$1.$col=$2"
	done
}

# judge RULE [ARGS]: doc, line, outcome, cell, value, expect, message
judge() {
	"$check" --no-header -r "$1" "${@:2}" cells.tsv | cut -f1,2,7-13
}

# outcomes RULE [ARGS]: pass fail unknown skip
outcomes() {
	"$check" --no-header --stats -r "$1" "${@:2}" cells.tsv | head -n 1 |
		cut -f3-6
}

# found RULE FILE [ARGS]: in how many reports the rule finds something
found() {
	"$check" --no-header -r "$1" "${@:3}" "$2" |
		awk -F'\t' '$7 == "fail" { doc[$1 $4] } END { for (d in doc) n++; print n + 0 }'
}

# ---- the year before ----

@test "y.carry: each column against the report for the year before" {
	report b.txt 2023 甲局 $(row carried_in 2) t3.carried_in.legal=1
	report a.txt 2022 甲局 $(row carried_out 2)
	run judge y.carry
	[ -z "$output" ]
	: >cells.tsv
	report b.txt 2023 甲局 $(row carried_in 2)
	report a.txt 2022 甲局 $(row carried_out 2 | sed 's/natural=2/natural=5/')
	run judge y.carry
	[ "$output" = $'b.txt\t11\tfail\tt3\tcarried_in\tnatural\t2\t5\tnatural persons: 2 carried over from last year, but last year'\''s report carries 5 over to this one' ]
	[ "$(outcomes y.carry)" = $'6\t1\t0\t1' ]
}

# growth NUMBER BY PERCENT: what y.growth says, 10 new and 2 carried in last year
growth() {
	: >cells.tsv
	report b.txt 2023 甲局 s1.growth.received.number=$1 ${2:+s1.growth.received.by=$2} \
	    ${3:+s1.growth.received.by_percent=$3 s1.growth.received.slack=1}
	report a.txt 2022 甲局 t3.new.total=10 t3.carried_in.total=2 t3.total.total=11
	judge y.growth | cut -f3-7
}

@test "y.growth: against the numbers of last year's report, in each reading" {
	for fits in '12 2 20' '12 0' '12 1' '15 "" 50' '15 "" 25' '9 -1 -10'; do
		eval "[ -z \"\$(growth $fits)\" ]"
	done
	for wrong in '12 3' '15 "" 60' '12 2 30'; do
		eval "[ \"\$(growth $wrong)\" = \$'fail\\ts1\\tgrowth.received\\tnumber\\t${wrong%% *}' ]"
	done
	: >cells.tsv
	report b.txt 2023 甲局 s1.growth.review.number=5 s1.growth.review.by=3
	report a.txt 2022 甲局 t4.review.total=3
	[ "$(judge y.growth.cases | cut -f3-7)" = $'fail\ts1\tgrowth.review\tnumber\t5' ]
}

@test "t4.after: suits after reconsideration, and none of those in two years" {
	report b.txt 2023 甲局 t4.suit_after.total=2 t4.review.total=0
	report a.txt 2022 甲局 t4.review.total=0
	[ "$(outcomes t4.after)" = $'0\t1\t0\t1' ]
	: >cells.tsv
	report b.txt 2023 甲局 t4.suit_after.total=2 t4.review.total=0
	report a.txt 2022 甲局 t4.review.total=1
	[ "$(outcomes t4.after)" = $'1\t0\t0\t1' ]
}

@test "without the year before a rule does not apply; a gap of two years is none" {
	report a.txt 2021 甲局 $(row carried_out 2)
	report b.txt 2023 甲局 $(row carried_in 1)
	[ "$(outcomes y.carry)" = $'0\t0\t0\t2' ]
	run judge y.carry -a
	[[ "${lines[1]}" == *'the report for the year before is not among the inputs' ]]
}

@test "a cell of last year that was not read makes the rule unknown" {
	report a.txt 2022 甲局 $(row carried_out 2 | grep -v total)
	report b.txt 2023 甲局 $(row carried_in 2)
	[ "$(outcomes y.carry)" = $'6\t0\t1\t1' ]
	run judge y.carry -a
	[[ "$output" == *'cannot be judged: prev.t3.carried_out.total (not there)'* ]]
}

@test "a report without a publisher has no year before" {
	report a.txt 2022 '' $(row carried_out 2)
	report b.txt 2023 '' $(row carried_in 1)
	[ "$(outcomes y.carry)" = $'0\t0\t2\t0' ]
}

@test "publishers are the same whatever their spaces and quotes" {
	report a.txt 2022 '甲 局' $(row carried_out 2)
	report b.txt 2023 '“甲”局' $(row carried_in 1)
	[ "$(outcomes y.carry)" = $'0\t7\t0\t1' ]
}

@test "--alias joins a renamed publisher, renamed twice too" {
	report a.txt 2022 甲局 $(row carried_out 2)
	report b.txt 2023 乙局 $(row carried_in 1)
	[ "$(outcomes y.carry)" = $'0\t0\t0\t2' ]
	printf 'old\tnew\n# 2023\n甲局\t丙局\n丙局\t乙局\n' >alias
	[ "$(outcomes y.carry --alias alias)" = $'0\t7\t0\t1' ]
}

@test "--alias: a name may have been changed any number of times" {
	report a.txt 2022 名0 $(row carried_out 2)
	report b.txt 2023 名300 $(row carried_in 1)
	paste <(seq -f 名%g 0 299) <(seq -f 名%g 1 300) >alias
	[ "$(outcomes y.carry --alias alias)" = $'0\t7\t0\t1' ]
	tac alias >back
	[ "$(outcomes y.carry --alias back)" = $'0\t7\t0\t1' ]
	shuf --random-source=alias alias >mixed
	[ "$(outcomes y.carry --alias mixed)" = $'0\t7\t0\t1' ]
	# a circle is told once, and not by those who lead there
	printf '名300\t名200\n' >>alias
	run -2 --separate-stderr "$check" --alias alias cells.tsv
	[ "$stderr" = 'gx-check: alias:201: the new name 名201 leads back to an old one' ]
}

@test "--alias: mistakes have file and line" {
	report a.txt 2022 甲局 $(row carried_out 2)
	printf '甲局\t乙局\n乙局\t甲局\n丙局\n丁局\t丁局\n甲局\t戊局\n' >alias
	run -2 --separate-stderr "$check" --alias alias cells.tsv
	[[ "$stderr" == *'alias:1: the new name 乙局 leads back to an old one'* ]]
	[[ "$stderr" == *'alias:3: expected two names, "old TAB new"'* ]]
	[[ "$stderr" == *'alias:4: both names are the same: 丁局'* ]]
	[[ "$stderr" == *'alias:5: 甲局 has another new name in line 1'* ]]
	[ -z "$output" ]
}

@test "y.inforce: last year's number, with those issued, without those repealed" {
	report a.txt 2022 甲局 t2.normative.in_force=66 t2.rules.in_force=3
	report b.txt 2023 甲局 t2.normative.{issued=8,repealed=3,in_force=70} \
		t2.rules.{issued=0,repealed=0,in_force=3}
	run judge y.inforce
	[ "${lines[0]}" = $'b.txt\t13\tfail\tt2\tnormative\tin_force\t70\t71\tnormative documents: 70 in force, but last year'\''s number, with those issued and without those repealed, gives 66 + 8 - 3' ]
	[ "${#lines[@]}" -eq 1 ]
}

@test "2020 and 2021 share tables 3 and 4 and decisions, nothing else" {
	report a.txt 2020 甲局 $(row carried_out 2) t2.normative.public_total=9 \
		t2.license.decisions=900
	report b.txt 2021 甲局 $(row carried_in 1) \
		t2.normative.{issued=1,repealed=0,in_force=3} t2.license.decisions=90
	[ "$(outcomes y.inforce)" = $'0\t0\t0\t2' ]
	[ "$(outcomes y.items)" = $'0\t0\t0\t2' ]
	[ "$(outcomes y.public)" = $'0\t0\t0\t2' ]
	[ "$(outcomes y.carry)" = $'0\t7\t0\t1' ]
	run judge y.jump.decisions
	[[ "$output" == *$'license\tdecisions\t90\t\t'*': 90, after 900 the year before' ]]
}

@test "y.items and y.public: from 2019 to 2020" {
	report a.txt 2019 甲局 t2.license.{prev_items=120,change=-5} \
		t2.normative.public_total=30
	report b.txt 2020 甲局 t2.license.prev_items=120 \
		t2.normative.{published=4,public_total=31}
	run judge y.items
	[[ "$output" == *$'prev_items\t120\t115\t'*'120 + (-5) of them after its change' ]]
	run judge y.public
	[[ "$output" == *$'public_total\t31\t34\t'* ]]
}

@test "y.jump: not for small numbers" {
	report a.txt 2022 甲局 t3.new.total=1 t3.total.total=9 t4.review.total=100
	report b.txt 2023 甲局 t3.new.total=6 t3.total.total=49 t4.review.total=19
	run judge y.jump
	[ "${#lines[@]}" -eq 1 ]
	[[ "$output" == *$'review\ttotal\t19\t\t'*'19, after 100 the year before' ]]
}

@test "two reports for last year must agree, or the rule is unknown" {
	report a.txt 2022 甲局 $(row carried_out 2)
	report a.html 2022 甲局 $(row carried_out 2)
	report b.txt 2023 甲局 $(row carried_in 1)
	[ "$(outcomes y.carry)" = $'0\t7\t0\t2' ]
	# the same number written in another way is no other figure
	report a.md 2022 甲局 $(row carried_out 2.0)
	[ "$(outcomes y.carry)" = $'0\t7\t0\t3' ]
	report a.docx 2022 甲局 $(row carried_out 1)
	[ "$(outcomes y.carry)" = $'0\t0\t1\t4' ]
	run judge y.carry -a
	[[ "$output" == *'several reports for the year before, with other figures: a.txt, a.html'* ]]
}

@test "long addresses and names in messages end with a whole character" {
	local long=$(printf '政%.0s' {1..70}) sum="${check%/*}/gx-sum"
	report a$long 2022 甲局 $(row carried_out 2)
	report b$long 2022 甲局 $(row carried_out 1)
	report b.txt 2023 甲局 $(row carried_in 1)
	"$check" -a -r y.carry cells.tsv >found
	grep -q ': a政*, b政*$' <(cut -f13 found)
	run -0 --separate-stderr "$sum" -g outcome found
	[ -z "$stderr" ]
	printf '%s\t乙局\n%s\t丙局\n' $long $long >alias
	run -2 --separate-stderr "$check" --alias alias cells.tsv
	iconv -f UTF-8 <<<"$stderr" >/dev/null
	[[ "$stderr" == *'政 has another new name in line 1' ]]
}

@test "findings of rules across come behind the others, in input order" {
	report b.txt 2023 甲局 $(row carried_in 1) t3.new.legal=-1
	report a.txt 2022 甲局 $(row carried_out 2) t3.new.legal=-1
	report c.txt 2023 甲局 $(row carried_in 1)
	run "$check" --no-header -r t3.int -r 'y.*' -r p.twice cells.tsv
	[ "$(grep $'\tfail\t' <<<"$output" | cut -f1,5 | uniq | tr '\t\n' ' ;')" = \
		'b.txt t3.int;a.txt t3.int;b.txt y.carry;c.txt y.carry;c.txt p.twice;' ]
}

@test "p.twice: a second report of one publisher and year, by name of the first" {
	report a.txt 2022 甲局 t3.new.total=1
	report b.txt 2022 乙局 t3.new.total=1
	report c.txt 2022 甲局 t3.new.total=1
	run judge p.twice
	[ "$output" = $'c.txt\t\tfail\tacross\treport\tnumber\t2\t1\tthis is report number 2 of the same publisher for 2022; the first is a.txt' ]
}

@test "large, negative and decimal numbers come through as they are" {
	printf '%s\n' 'rule my.own' 'level error' 'each c in {a b c d e}' \
		'must t9.x.$c = prev.t9.x.$c' >my.rules
	report a.txt 2022 甲局 t9.x.{a=999999999999999999,b=-3,c=0.25,d=0,e=}
	report b.txt 2023 甲局 t9.x.{a=999999999999999999,b=-3,c=0.25,d=0,e=}
	[ "$(outcomes my.own --rules my.rules)" = $'4\t0\t1\t1' ]
	report c.txt 2024 甲局 t9.x.{a=999999999999999998,b=3,c=0.26,d=1,e=0}
	[ "$(outcomes my.own --rules my.rules)" = $'4\t4\t2\t1' ]
}

@test "prev.form: the form of the year before; not with present()" {
	printf '%s\n' 'rule my.own' 'level note' "must prev.form = form" >my.rules
	report a.txt 2020 甲局 t3.new.total=1
	report b.txt 2021 甲局 t3.new.total=1
	report c.txt 2022 甲局 t3.new.total=1
	[ "$(outcomes my.own --rules my.rules)" = $'1\t1\t0\t1' ]
	printf '%s\n' 'rule my.own' 'level note' 'if has(prev.form)' \
		'must t3.new.total = 2' >my.rules
	[ "$(outcomes my.own --rules my.rules)" = $'0\t2\t0\t1' ]
	printf '%s\n' 'rule my.own' 'level note' 'each f in present(doc.*.year)' \
		'must doc.$f.year > prev.doc.title.year' >my.rules
	run -2 "$check" --rules my.rules cells.tsv
	[ "$output" = 'gx-check: my.rules:1:1: present() and other reports do not go together in one rule' ]
}

@test "a word of a list may begin with prev. or child., and be across" {
	report a.txt 2022 甲局 t3.new.total=7 t3.new.legal=1
	report b.txt 2023 甲局 t3.new.total=9 t3.new.legal=1
	printf '%s\n' 'rule my.one' 'level error' 'each s in {prev.t3 t3}' \
		'must $s.new.total = 9' '' 'rule my.two' 'level error' \
		'each s in {prev}' 'each c in {total legal}' \
		'must $s.t3.new.$c = t3.new.$c' '' 'rule my.row' 'level error' \
		'each s in {prev.t3.new t3.new}' 'must text($s.legal) = 1' '' \
		'rule my.number' 'level note' 'each s in {across.report}' \
		'must $s.number > 0' '' 'rule my.below' 'level error' \
		'each s in {child.t3 t3}' 'must $s.new.total > 0' >my.rules
	[ "$(outcomes my.one --rules my.rules)" = $'1\t1\t0\t1' ]
	run judge my.one --rules my.rules
	[ "$output" = $'b.txt\t\tfail\tprev.t3\tnew\ttotal\t7\t9\t7 ≠ 9' ]
	[ "$(outcomes my.two --rules my.rules)" = $'1\t1\t0\t1' ]
	[ "$(outcomes my.row --rules my.rules)" = $'2\t0\t0\t1' ]
	[ "$(outcomes my.number --rules my.rules)" = $'2\t0\t0\t0' ]
	[ "$(outcomes my.below --rules my.rules)" = $'0\t0\t0\t2' ]
	# what the cells of a report say leads to no other one
	printf '%s\n' 'rule my.own' 'level error' 'each s in present(q.*.n)' \
		'must $s.new.total = 9' >my.rules
	report c.txt 2024 甲局 q.prev.t3.n=1 q.t3.n=1 t3.new.total=9
	[ "$(outcomes my.own --rules my.rules)" = $'1\t0\t1\t2' ]
	# misspelt cells, present()
	while IFS=@ read -r each must says; do
		printf '%s\n' 'rule my.own' 'level error' "each $each" "must $must" >my.rules
		run -2 "$check" --rules my.rules cells.tsv
		[ "$output" = "gx-check: my.rules:$says" ]
	done <<-'END'
	s in {prev.t3 t3}@$s.nwe.total = 1@4:6: no form has a cell t3.nwe.total; did you mean t3.new.total?
	s in {prev.doc}@has($s.titel.year)@4:10: no report has a cell doc.titel.year; did you mean doc.title.year?
	END
	printf '%s\n' 'rule my.own' 'level error' 'each s in {prev.t3}' \
		'each k in present(s1.*.whole)' 'must $s.new.total = s1.$k.whole' >my.rules
	run -2 "$check" --rules my.rules cells.tsv
	[ "$output" = 'gx-check: my.rules:1:1: present() and other reports do not go together in one rule' ]
}

@test "a finding that points at a cell of another report says so" {
	printf '%s\n' 'rule my.own' 'level note' \
		'must t3.carried_in.total = prev.t3.carried_out.total' >my.rules
	report a.txt 2022 甲局 t3.carried_out.total=7
	report b.txt 2023 甲局 t3.carried_in.total=5 t3.carried_out.total=4
	run judge my.own --rules my.rules
	[ "$output" = $'b.txt\t\tfail\tprev.t3\tcarried_out\ttotal\t7\t5\t5 ≠ 7' ]
	sed -i 's/prev/child/; s/out/in/' my.rules
	report c.txt 2022 乙局 t3.carried_in.total=6
	report d.txt 2022 甲县 t3.carried_in.total=8
	printf '乙局\t甲县\n' >tree
	run judge my.own --rules my.rules --tree tree
	[ "$output" = $'d.txt\t\tfail\tchild.t3\tcarried_in\ttotal\t6\t8\t8 ≠ 6' ]
}

@test "across: a rule on a report without others may name its cells; prev.form alone, too" {
	printf '%s\n' 'rule my.own' 'level note' 'each t in {across t3}' \
		'must $t.new.total = across.report.number' >my.rules
	report a.txt 2022 甲局 t3.new.total=1
	report b.txt 2024 甲局 t3.new.total=2
	[ "$(outcomes my.own --rules my.rules)" = $'1\t1\t2\t0' ]
	printf '%s\n' '' 'rule my.prev' 'level note' \
		"must t3.new.total = 1 and prev.form = '2021'" >>my.rules
	report c.txt 2025 甲局 t3.new.total=1
	[ "$(outcomes my.own --rules my.rules)" = $'2\t1\t3\t0' ]
	[ "$(outcomes my.prev --rules my.rules)" = $'1\t0\t0\t2' ]
}

# ---- levels ----

# a county and two bureaus for 2023, from sums of their new requests
county() {
	report county.txt 2023 甲县 t3.new.total="$1" t3.granted.total=4
	report x.txt 2023 甲县民政局 t3.new.total=5 t3.granted.total=
	report y.txt 2023 甲县水利局 t3.new.total=2 t3.granted.total=4
	printf 'child\tparent\n甲县民政局\t甲县\n甲县水利局\t甲县\n' >tree
}

@test "p.sum: a figure against the sum of the units below" {
	county 7
	run -0 judge p.sum --tree tree
	[ -z "$(grep -v unknown <<<"$output")" ]
	: >cells.tsv
	county 8
	run judge p.sum --tree tree
	[ "$(grep fail <<<"$output")" = $'county.txt\t11\tfail\tt3\tnew\ttotal\t8\t7\tnew requests, total: 8, but the reports of the units below add up to 7: 5 (甲县民政局) + 2 (甲县水利局)' ]
}

@test "p.sum: without a tree it does not apply; nor to who has nobody below" {
	county 8
	[ "$(outcomes p.sum)" = $'0\t0\t0\t3' ]
	"$check" --no-header -a -r p.sum --tree tree cells.tsv >all || [ $? -eq 1 ]
	[ "$(grep -c $'\tskip\t.*no units below it are known' all)" -eq 2 ]
}

@test "p.sum: a missing unit makes it unknown, by name; p.missing tells of it" {
	county 8
	printf '甲县林业局\t甲县\n' >>tree
	run judge p.sum --tree tree 2>/dev/null
	[ "${lines[-1]}" = $'county.txt\t\tunknown\t\t\t\t\t\tcannot be judged: of the units below, there is no report of 甲县林业局' ]
	run judge p.missing --tree tree
	[ "$output" = $'tree\t4\tfail\ttree\tunit\treports\t0\t\t甲县林业局 has no report for 2023 among the inputs, unlike 甲县 or others below it' ]
	[ "$(outcomes p.missing --tree tree)" = $'2\t1\t0\t0' ]
	# who waives that does not want to be told either
	printf 'publisher\trule\treason\n甲县林业局\tp.missing\tnew this year\n' >waived
	run -0 "$check" --no-header -r p.missing --tree tree --waive waived cells.tsv
	[ -z "$output" ]
}

@test "--stats: a unit without a report is a finding, and no report" {
	county 7
	printf '%s\n' 甲县{林业局,教育局}$'\t甲县' >>tree
	printf '%s\n' 'rule p.missing' 'level error' 'must tree.unit.reports > 0' >my.rules
	run -1 --separate-stderr "$check" --no-header --stats --rules my.rules \
		-r p.missing --tree tree cells.tsv
	[ "$output" = $'p.missing\terror\t2\t2\t0\t0\nreports\terror\t3\t0\t0\t0' ]
}

@test "p.sum: a cell that is not known of one unit is unknown, by name" {
	county 8
	sed -i '/^y.txt.*\tnew\t/s/\t2\t\t2\t\(.*\)\t$/\t\t\t若干\t\1\tunread/' cells.tsv
	run judge p.sum --tree tree -a
	[[ "$output" == *'child.t3.new.total (unreadable: 甲县水利局)'* ]]
	[ "$(grep -c $'\tfail\t' <<<"$output")" -eq 0 ]
}

@test "p.sum: amounts of money are not compared" {
	report county.txt 2023 甲县 t2.fee.fee_amount=9 t2.license.decisions=3
	report x.txt 2023 甲县民政局 t2.fee.fee_amount=1 t2.license.decisions=2
	printf '甲县民政局\t甲县\n' >tree
	run judge p.sum --tree tree
	[ "$(grep -c $'\tfail\t' <<<"$output")" -eq 1 ]
	[[ "$output" == *$'license\tdecisions\t3\t2\t'* ]]
}

@test "p.sum: publishers with two reports each, which take turns" {
	local i round
	for round in a b; do
		for i in {1..20}; do
			report $round$i.txt 2023 "$i县" t3.new.total=$i
		done
	done
	report c.txt 2023 20县 t3.new.total=7
	for i in {1..20}; do
		report $i/a.txt 2023 "$i县甲局" t3.new.total=$((i - 1))
		report $i/b.txt 2023 "$i县乙局" t3.new.total=1
		printf '%s\t%s\n' "$i县甲局" "$i县" "$i县乙局" "$i县"
	done >tree
	run judge p.sum --tree tree -a
	[ "$(grep -c $'\tpass\tt3\tnew\ttotal\t' <<<"$output")" -eq 40 ]
	[ "$(grep $'\tfail\t' <<<"$output" | cut -f1,7,8)" = $'c.txt\t7\t20' ]
}

@test "--tree-folders: a folder's own report is above those in its subfolders" {
	report r/a/county.txt 2023 甲县 t3.new.total=8
	report r/a/b/x.txt 2023 甲县民政局 t3.new.total=5
	report r/a/c/d/y.txt 2023 甲县水利局 t3.new.total=2
	run judge p.sum --tree-folders
	[[ "$(grep fail <<<"$output")" == *$'\t8\t7\t'* ]]
	# two publishers in one folder: neither is above the others
	report r/a/other.txt 2023 乙县 t3.new.total=8
	[ "$(outcomes p.sum --tree-folders)" = $'0\t0\t0\t4' ]
}

@test "--tree-folders: who had a report for another year is missed" {
	report r/county22.txt 2022 甲县 t3.new.total=7
	report r/county23.txt 2023 甲县 t3.new.total=7
	report r/b/x.txt 2022 甲县民政局 t3.new.total=7
	run judge p.missing --tree-folders
	[[ "$output" == $'r/b\t\tfail\t'*'甲县民政局 has no report for 2023'* ]]
}

@test "--tree: mistakes have file and line" {
	report a.txt 2022 甲局 t3.new.total=1
	printf '甲\t甲\n乙\t丙\n丙\t丁\n丁\t乙\n戊\n乙\t己\n' >tree
	for memory in 0 8M; do
		run -2 --separate-stderr "$check" --memory=$memory --tree tree cells.tsv
		[[ "$stderr" == *'tree:1: 甲 stands below itself'* ]]
		[[ "$stderr" == *'tree:2: 乙 stands below itself, by way of 丙'* ]]
		[[ "$stderr" == *'tree:5: expected two names, "child TAB parent"'* ]]
		[[ "$stderr" == *'tree:6: 乙 stands below 丙 already, line 2'* ]]
	done
	run -2 "$check" --tree no-such-file cells.tsv
	run -2 "$check" --tree tree --tree-folders cells.tsv
}

@test "--tree: a name that no report has is told, with its line" {
	report a.txt 2022 甲局 t3.new.total=1
	printf '乙局\t甲县\n丙局\t甲县\n丁局\t甲县\n' >tree
	run -0 --separate-stderr "$check" -r 'p.*' --tree tree cells.tsv
	[[ "$stderr" == *'tree:2: no report is by 丙局'* ]]
}

# ---- generated reports ----

@test "sound series have no finding over the years" {
	"$gen" --count=1000 --series=5 --tar --noise --layout=$layouts >s.tar
	run -0 "$check" --no-header -r 'y.*' -r 'p.*' s.tar
	[ -z "$output" ]
	"$check" --no-header -s -r 'y.*' s.tar >stats
	# y.growth needs sentences that no series has; y.year has only mistakes to judge
	awk -F'\t' '$1 ~ /^y/ && $1 !~ /growth|^y.year$/ && $3 == 0 { print "never passes:", $0; bad = 1 }
		END { exit bad }' stats
}

@test "each fault between years is found under its rule, in every series" {
	for pair in carry:y.carry inforce:y.inforce copy:y.copy; do
		"$gen" --count=500 --series=5 --tar --noise --year=2020 \
			--layout=$layouts --break=${pair%:*} >s.tar
		[ "$(found ${pair#*:} s.tar)" -eq 100 ]
		[ "$(found '[yp].*' s.tar)" -eq 100 ]
	done
}

@test "reports drawn alone are no copies of one another" {
	"$gen" --count=2000 --tar --layout=html >s.tar
	[ "$(found y.copy s.tar)" -eq 0 ]
}

@test "sound trees have no finding; each fault in one is found" {
	"$gen" --count=20 --tree=8 --tar --noise --layout=$layouts --edges=tree >t.tar
	run -0 "$check" --no-header --tree tree t.tar
	[ -z "$(grep -E $'\t[yp][.]' <<<"$output")" ]
	run -0 "$check" --no-header -r 'p.*' --tree-folders t.tar
	[ -z "$output" ]
	for pair in sum:p.sum missing:p.missing twice:p.twice; do
		"$gen" --count=20 --tree=8 --tar --noise --layout=$layouts \
			--break=${pair%:*} >t.tar
		[ "$(found ${pair#*:} t.tar --tree tree)" -eq 20 ]
	done
}

@test "cells say the same as the documents they come from" {
	"$gen" --count=100 --series=5 --tar --year=2020 --break=copy >s.tar
	"$check" -r 'y.*' s.tar >a
	"$table" s.tar | "$check" -r 'y.*' >b
	cmp a b
	[ "$(grep -c y.copy a)" -eq 20 ]
}

@test "--memory: what is kept of the reports may lie in a file" {
	"$gen" --count=300 --series=5 --tar --noise --year=2020 --break=copy >s.tar
	"$check" --all -r 'y.*' s.tar >a
	"$check" --all -r 'y.*' --memory=0 s.tar >b
	"$check" --all -r 'y.*' --memory=20K s.tar >c
	cmp a b
	cmp a c
	[ "$(grep -c 'y.copy.*fail' a)" -eq 60 ]
	"$gen" --count=20 --tree=8 --tar --break=sum --edges=tree >t.tar
	run -1 "$check" --all -r 'p.*' --tree-folders -o a t.tar
	run -1 "$check" --all -r 'p.*' --tree-folders --memory=0 -o b t.tar
	cmp a b
	[ "$(grep -c 'p.sum.*fail' a)" -gt 0 ]
}

@test "--memory: no file can be had, or no room in it, or is left" {
	"$gen" --count=10 --series=5 --tar >s.tar
	mkdir tmp
	TMPDIR=$PWD/tmp run -0 "$check" --memory=0 -r 'y.*' s.tar
	[ -z "$(ls tmp)" ]
	TMPDIR=$PWD/none run -2 --separate-stderr "$check" --memory=0 -r 'y.*' s.tar
	[[ "$stderr" == *'cannot put data away in a temporary file: No such file or directory (TMPDIR says where)'* ]]
	LC_ALL=zh_CN.UTF-8 TMPDIR=$PWD/none run -2 --separate-stderr "$check" \
		--memory=0 -r 'y.*' s.tar
	[[ "$stderr" == *'无法把数据存入临时文件'* ]]
	# a file that must not grow, as on a disk that is full
	limited() {
		ulimit -f 1
		"$check" --memory=0 -r 'y.*' s.tar
	}
	TMPDIR=$PWD/tmp run -2 --separate-stderr limited
	[[ "$stderr" == *'cannot put data away in a temporary file: File too large'* ]]
	[ -z "$(ls tmp)" ]
	# few reports need none
	TMPDIR=$PWD/none run -0 "$check" -r 'y.*' s.tar
}

@test "the address of a report may hold NUL" {
	"$gen" --count=3 --series=3 --tar --year=2020 | "$table" - >plain.tsv
	"$check" --all -r 'y.*' plain.tsv >a
	# every address gets NUL and bytes that would be cells behind it
	awk -F '\t' -v OFS='\t' 'NR > 1 { $1 = $1 "@~~~~~~~~~~~~" } 1' plain.tsv |
		tr @ '\0' >nul.tsv
	for memory in 0 8M; do
		"$check" --all -r 'y.*' --memory=$memory nul.tsv >b
		[ "$(grep -ac pass b)" -eq "$(grep -c pass a)" ]
		[ "$(grep -ac fail b)" -eq "$(grep -c fail a)" ]
		[ "$(grep -ac unknown b)" -eq "$(grep -c unknown a)" ]
	done
}
