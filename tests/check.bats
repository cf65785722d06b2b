#!/usr/bin/env bats
# gx-check: rules, their outcomes and their messages, on hand-written cells.
bats_require_minimum_version 1.5.0

load lib.bash

setup() {
	check="${B:-build}/gx-check"
	check="$(realpath "$check")"
	table="${check%check}table" gen="${check%/*}/tests/gen"
	rules="$(realpath lib/rules/report.rules)"
	export LC_ALL=C.UTF-8 TERM=xterm
	unset NO_COLOR LC_MESSAGES
	cd "$BATS_TEST_TMPDIR"
	head=$'doc\tyear\torg\tform\ttable\trow\tcol\tvalue\tunit\traw\tline\tflag'
}

# report FORM YEAR [KEY=VALUE[,FLAG] ... | -KEY ...]: the cells of a complete
# report in which all adds up, with some of them changed, added or left out.
report() {
	awk -v form="$1" -v year="$2" -v head="$head" '
	function put(table, row, col, value) {
		order[++n] = table "." row "." col
		t[n] = table; r[n] = row; c[n] = col; v[order[n]] = value
	}
	function row3(row, a, b) {
		for (i = 1; i <= 7; i++)
			put("t3", row, cols[i], i == 1 ? a : i == 2 ? b : i == 7 ? a + b : 0)
	}
	BEGIN {
		split("natural company research social legal other total", cols)
		if (form == 2021) {
			k = split("rules.issued rules.repealed rules.in_force " \
			    "normative.issued normative.repealed normative.in_force " \
			    "license.decisions penalty.decisions coercion.decisions " \
			    "fee.fee_amount", key)
			extra = "other.no_correction other.unpaid other.misc"
		} else {
			k = split("rules.made rules.published rules.public_total " \
			    "normative.made normative.published normative.public_total " \
			    "license.prev_items license.change license.decisions " \
			    "other_service.prev_items other_service.change " \
			    "other_service.decisions penalty.prev_items penalty.change " \
			    "penalty.decisions coercion.prev_items coercion.change " \
			    "coercion.decisions fee.prev_items fee.change " \
			    "procurement.projects procurement.purchase_amount", key)
			extra = "other"
		}
		for (i = 1; i <= k; i++) {
			split(key[i], part, ".")
			put("t2", part[1], part[2], i)
		}
		row3("new", 7, 2); row3("carried_in", 1, 0); row3("granted", 5, 1)
		k = split("partial denied.state_secret denied.law denied.safety " \
		    "denied.third_party denied.internal denied.process " \
		    "denied.case_file denied.query unavailable.not_held " \
		    "unavailable.must_create unavailable.unclear " \
		    "not_processed.petition not_processed.repeat " \
		    "not_processed.publication not_processed.excessive " \
		    "not_processed.certify " extra, key)
		for (j = 1; j <= k; j++)
			row3(key[j], key[j] == "denied.law" ? 2 : 0, 0)
		row3("total", 7, 1); row3("carried_out", 1, 1)
		split("upheld corrected other pending total", out)
		split("review suit_direct suit_after", proc)
		for (j = 1; j <= 3; j++)
			for (i = 1; i <= 5; i++)
				put("t4", proc[j], out[i], i == 5 ? 10 : i)
		put("doc", "title", "year", year)
		put("doc", "period", "year", year)
		for (i = 1; i <= 6; i++)
			put("doc", "s" i, "order", i)
		for (i = 2; i <= 4; i++) {
			put("doc", "t" i, "cells", 10); put("doc", "t" i, "rows_missing", 0)
			put("doc", "t" i, "rows_added", 0); put("doc", "t" i, "surplus", 0)
			put("doc", "t" i, "shifted", 0)
		}
		put("doc", "law", form == 2021 ? "notice_2021_30" : "notice_2019_60", 1)
		put("doc", "form", "labels_" form, 12)
		for (i = 1; i < ARGC; i++) {
			arg = ARGV[i]
			if (substr(arg, 1, 1) == "-") {
				gone[substr(arg, 2)] = 1
				continue
			}
			at = index(arg, "=")
			name = substr(arg, 1, at - 1)
			value = substr(arg, at + 1)
			if ((at = index(value, ",")) > 0) {
				flag[name] = substr(value, at + 1)
				value = substr(value, 1, at - 1)
			}
			if (!(name in v)) {
				k = split(name, part, ".")
				row = part[2]
				for (j = 3; j < k; j++)
					row = row "." part[j]
				put(part[1], row, part[k], value)
			}
			v[name] = value
		}
		print head
		for (i = 1; i <= n; i++) {
			if (order[i] in gone)
				continue
			value = v[order[i]]
			printf "a.txt\t%s\t测试局\t%s\t%s\t%s\t%s\t%s\t\t%s\t%d\t%s\n",
			    year, form, t[i], r[i], c[i],
			    value ~ /^-?[0-9.]+$/ ? value : "", value, i + 100,
			    flag[order[i]]
		}
	}' "${@:3}"
}

# try RULE ARGS...: judge report ARGS by the one rule; rule, outcome, cell,
# value, expect and message of what is found
try() {
	local rule=$1
	shift
	report "$@" >cells.tsv
	"$check" --no-header -r "$rule" cells.tsv >found.tsv
	status=$?
	cut -f7-13 found.tsv
	return $status
}

# zh COMMAND: for a user who reads Chinese; the locale need not be installed
zh() {
	env LC_ALL=zh_CN.UTF-8 "$@"
}

# outcomes RULE ARGS...: pass fail unknown skip
outcomes() {
	local rule=$1
	shift
	report "$@" >cells.tsv
	"$check" --no-header --stats -r "$rule" cells.tsv | head -n 1 | cut -f3-
}

@test "a report in which all adds up has no finding, in both forms" {
	report 2021 2023 >cells.tsv
	run --separate-stderr "$check" cells.tsv
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 1 ]
	[ "${lines[0]}" = $'doc\tline\tyear\torg\trule\tlevel\toutcome\ttable\trow\tcol\tvalue\texpect\tmessage\thint' ]
	[ -z "$stderr" ]
	report 2019 2020 >cells.tsv
	run -0 "$check" --no-header cells.tsv
	[ -z "$output" ]
}

@test "a finding is a record with the address of its cell" {
	report 2021 2023 t3.total.natural=6 >cells.tsv
	run -1 "$check" --no-header -r t3.balance cells.tsv
	[ "$(cut -f1-13 <<<"$output")" = $'a.txt\t272\t2023\t测试局\tt3.balance\terror\tfail\tt3\ttotal\tnatural\t6\t7\tnatural persons: new and carried over from last year against total and carried to next year: 7 + 1 ≠ 6 + 1' ]
}

@test "t3.balance: each column by itself" {
	run -1 try t3.balance 2021 2023 t3.new.company=3 t3.new.total=10
	[ "${#lines[@]}" -eq 2 ]
	[[ "${lines[0]}" == *$'\tcompany\t1\t2\t'*': 3 + 0 ≠ 1 + 1' ]]
	[[ "${lines[1]}" == *$'\ttotal\t8\t9\t'*': 10 + 1 ≠ 8 + 2' ]]
	[ "$(outcomes t3.balance 2021 2023)" = $'7\t0\t0\t0' ]
}

@test "t3.total: a long sum leaves out the zeros and counts them" {
	run -1 try t3.total 2021 2023 t3.total.natural=6
	[[ "$output" == $'fail\tt3\ttotal\tnatural\t6\t7\t'*'add up to 7, the total is 6: 5 + 2 (and 19 zeros) ≠ 6' ]]
}

@test "t3.total: the form of 2019 has one row for other results" {
	run -1 try t3.total 2019 2020 t3.other.natural=4
	[[ "$output" == *'add up to 11, the total is 7: 5 + 2 + 4 (and 16 zeros) ≠ 7' ]]
}

@test "t3.total: a report of 2021 with one row for other results is judged by it" {
	local gone=()
	for row in no_correction unpaid misc; do
		for col in natural company research social legal other total; do
			gone+=("-t3.other.$row.$col")
		done
	done
	run -1 try t3.total 2021 2023 "${gone[@]}" t3.other.natural=1 \
		t3.other.{company,research,social,legal,other}=0 t3.other.total=1
	[ "${#lines[@]}" -eq 2 ]
	[[ "${lines[0]}" == *'5 + 2 + 1 (and 16 zeros) ≠ 7' ]]
}

@test "t3.rowsum: every row, not the total alone" {
	run -1 try t3.rowsum 2021 2023 t3.denied.law.legal=1
	[[ "$output" == $'fail\tt3\tdenied.law\ttotal\t2\t3\tdenied: barred by law: the applicants add up to 3, the total column has 2: 2 + 0 + 0 + 0 + 1 + 0 ≠ 2' ]]
	[ "$(outcomes t3.rowsum 2021 2023)" = $'25\t0\t0\t0' ]
	[ "$(outcomes t3.rowsum 2019 2020)" = $'23\t0\t0\t0' ]
}

@test "t3.int: whole numbers, not negative, no words" {
	run -1 try t3.int 2021 2023 t3.new.legal=1.5 t3.granted.legal=-1 \
		t3.partial.legal=若干,text t3.total.legal=,blank
	[ "${#lines[@]}" -eq 3 ]
	[[ "${lines[0]}" == *'new requests, legal-service institutions: 1.5 is not a whole number of requests' ]]
	[[ "${lines[1]}" == *': -1 is not'* ]]
	[[ "${lines[2]}" == *': “若干” is not'* ]]
	[ "$(outcomes t3.int 2021 2023 t3.total.legal=,blank)" = $'174\t0\t0\t1' ]
}

@test "t3.blank: one finding a row names the columns" {
	run -0 try t3.blank 2021 2023 t3.new.research=,blank t3.new.legal=/,slash \
		t3.partial.other=,blank
	[ "${#lines[@]}" -eq 2 ]
	[ "${lines[0]}" = $'fail\tt3\tnew\tresearch\t\t\tnew requests: blank or slash instead of a number: research institutions, legal-service institutions' ]
	[[ "${lines[1]}" == *': other organisations' ]]
}

@test "t3.blanktotal: the total is blank though the columns add up to something" {
	run -0 try t3.blanktotal 2021 2023 t3.new.total=,blank t3.partial.total=,blank
	[ "$output" = $'fail\tt3\tnew\ttotal\t\t\tnew requests: the total is blank, though the applicants add up to 9: 7 + 2 + 0 + 0 + 0 + 0' ]
	# t3.rowsum leaves such rows to it
	[ "$(outcomes t3.rowsum 2021 2023 t3.new.total=,blank)" = $'24\t0\t0\t1' ]
}

@test "t4.total: each of the three parts" {
	run -1 try t4.total 2021 2023 t4.suit_after.total=0
	[ "$output" = $'fail\tt4\tsuit_after\ttotal\t0\t10\tlitigation after reconsideration: the outcomes add up to 10, the total is 0: 1 + 2 + 3 + 4 ≠ 0' ]
	[ "$(outcomes t4.total 2021 2023 t4.suit_after.total=0)" = $'2\t1\t0\t0' ]
}

@test "t4.cells: more numbers than the form has" {
	run -0 try t4.cells 2021 2023 doc.t4.surplus=1
	[[ "$output" == *'table 4 has 1 more than the 15 numbers of the form' ]]
	[ "$(outcomes t4.cells 2021 2023)" = $'1\t0\t0\t0' ]
	[ "$(outcomes t4.cells 2021 2023 -doc.t4.surplus)" = $'0\t0\t1\t0' ]
}

@test "t2.int: the kind of number that the column counts" {
	run -1 try t2.int 2021 2023 t2.license.decisions=2.5 t2.fee.fee_amount=3.25 \
		t2.rules.issued=-1
	[ "${#lines[@]}" -eq 2 ]
	[[ "${lines[0]}" == *'rules, issued: -1 is not'* ]]
	[[ "${lines[1]}" == *'licensing, decisions: 2.5 is not'* ]]
	run -0 try t2.int 2019 2020 t2.license.change=-3
	[ -z "$output" ]
	[ "$(outcomes t2.int 2019 2020)" = $'22\t0\t0\t0' ]
	[ "$(outcomes t2.int 2021 2023)" = $'10\t0\t0\t0' ]
}

@test "s.six: a missing section" {
	run -1 try s.six 2021 2023 -doc.s6.order
	[ "$output" = $'fail\tdoc\ts6\torder\t\t\tsection 6 (other matters) is missing' ]
	[ "$(outcomes s.six 2021 2023)" = $'6\t0\t0\t0' ]
	[ "$(outcomes s.six 2019 2018)" = $'0\t0\t0\t1' ]
}

@test "s.order: one finding names the section that comes too early" {
	run -0 try s.order 2021 2023 doc.s4.order=5 doc.s5.order=4
	[ "${#lines[@]}" -eq 1 ]
	[[ "$output" == *'section 5 (problems and improvements) stands too early: it is number 4, and'*'number 5' ]]
	[ "$(outcomes s.order 2021 2023 -doc.s4.order)" = $'1\t0\t0\t0' ]
}

@test "s.table: a missing table, or an image of one" {
	run -1 try s.table 2021 2023 doc.t2.cells=0 doc.t3.cells=0 doc.t3.images=1
	[ "${#lines[@]}" -eq 2 ]
	[[ "${lines[0]}" == *'table 2 is missing, or no number of it could be read' ]]
	[[ "${lines[1]}" == *'table 3 is an image: nothing in it can be read or checked' ]]
}

@test "s.rows, s.added, s.shift: what the reader says of the rows" {
	run -1 try s.rows 2021 2023 doc.t3.rows_missing=2
	[[ "$output" == *'table 3: missing rows of the form (2): 2' ]]
	run -0 try s.added 2021 2023 doc.t2.rows_added=1
	[[ "$output" == *'table 2: rows that the form does not have (1): 1' ]]
	run -0 try s.shift 2021 2023 doc.t3.shifted=3
	[[ "$output" == *'table 3: rows with cells in other columns (3): 3' ]]
	# of a table that is not there, s.table speaks
	[ "$(outcomes s.rows 2021 2023 doc.t3.cells=0)" = $'2\t0\t0\t1' ]
	[ "$(outcomes s.rows 2021 2023 -doc.t3.rows_missing)" = $'2\t0\t1\t0' ]
}

@test "s.version: the form of the year, and one form only" {
	run -0 try s.version 2019 2023
	[[ "$output" == *'the report for 2023 has tables of the form of 2019; labels that only one form has: 12 of 2019, – of 2021' ]]
	run -0 try s.version 2021 2023 doc.form.labels_2019=1
	[[ "$output" == *'1 of 2019, 12 of 2021' ]]
	[ "$(outcomes s.version 2021 2023)" = $'1\t0\t0\t0' ]
	[ "$(outcomes s.version 2021 '')" = $'0\t0\t0\t1' ]
}

@test "m.year: the years stated agree" {
	run -0 try m.year 2021 2023 doc.period.year=2022
	[ "$output" = $'fail\tdoc\tperiod\tyear\t2022\t2023\tthe period says 2022, the report is for 2023' ]
	LC_ALL=zh_CN.UTF-8 run -0 try m.year 2021 2023 doc.period.year=2022
	[[ "$output" == *'所示年度为 2022，而报告年度为 2023'* ]]
	[ "$(outcomes m.year 2021 2023)" = $'2\t0\t0\t0' ]
	[ "$(outcomes m.year 2021 2023 -doc.title.year -doc.period.year)" = $'0\t0\t0\t1' ]
}

@test "m.law: the law of the year, but not whoever cites both texts" {
	run -0 try m.law 2019 2020 doc.law.order_492=492号
	[[ "$output" == *'"492号" is cited in a report for 2020,'* ]]
	run -0 try m.law 2019 2020 doc.law.order_492=1 doc.law.order_711=1
	[ -z "$output" ]
	run -0 try m.law 2019 2018 doc.law.order_711=711号 -doc.law.notice_2019_60
	[[ "$output" == *'report for 2018'* ]]
	run -0 try m.law 2021 2023 doc.law.notice_2019_60=60号 -doc.law.notice_2021_30
	[[ "$output" == *'report for 2023'* ]]
}

@test "a cell that is absent or unreadable makes a rule unknown, never pass" {
	run -0 try t3.balance 2021 2023 -t3.new.natural t3.total.total=,unread
	[ "${#lines[@]}" -eq 1 ]
	[[ "$output" == $'unknown\tt3\ttotal\tnatural\t7\t\tcannot be judged: t3.new.natural (not there) (2 instances)' ]]
	[ "$(outcomes t3.balance 2021 2023 -t3.new.natural t3.total.total=,unread)" = $'5\t0\t2\t0' ]
}

@test "at most five missing operands are named" {
	run -0 try t3.total 2021 2023 -t3.denied.{law,safety,query,process,internal,case_file}.legal
	[[ "$output" == *'t3.denied.case_file.legal (not there) and 1 more' ]]
}

@test "a blank counts as 0 beside numbers, but nothing but blanks says nothing" {
	[ "$(outcomes t3.balance 2021 2023 t3.carried_in.company=,blank)" = $'7\t0\t0\t0' ]
	run -0 try t3.balance 2021 2023 t3.new.legal=,blank t3.carried_in.legal=/,slash
	[[ "$output" == *'cannot be judged: t3.new.legal (blank), t3.carried_in.legal (blank)' ]]
	run -1 try t3.balance 2021 2023 t3.carried_out.natural=,blank
	[[ "$output" == *': 7 + 1 ≠ 7 + blank' ]]
}

@test "a report of images: every rule on figures is unknown, once" {
	printf '%s\n' "$head" >cells.tsv
	for t in t2 t3 t4; do
		printf 'a.txt\t2023\t\t\tdoc\t%s\tcells\t0\t\t\t\t\n' $t
		printf 'a.txt\t2023\t\t\tdoc\t%s\timages\t1\t\t\t9\t\n' $t
	done >>cells.tsv
	run -1 "$check" --no-header -x 's.six' cells.tsv
	[ "$(grep -c $'\tunknown\t' <<<"$output")" -eq 6 ]
	[ "$(grep -c $'\tfail\t' <<<"$output")" -eq 3 ]
	run -1 "$check" --no-header --stats -r 't?.*' -r s.table -x t4.cells cells.tsv
	[ -z "$(cut -f1,3 <<<"$output" | grep -v '^reports' | grep -v $'\t0$')" ]
}

@test "facts that were filtered away are not taken as missing" {
	report 2021 2023 | grep -v $'\tdoc\t' >cells.tsv
	run -0 "$check" --no-header cells.tsv
	[ -z "$(cut -f7 <<<"$output" | grep -v unknown)" ]
	[[ "$output" == *$'\ts.six\terror\tunknown\t'*'doc.*.* (not there) (6 instances)'* ]]
}

@test "a form that nobody knows is unknown" {
	report 2021 2023 | sed $'s/\t2021\tt/\t1999\tt/' >cells.tsv
	run -0 "$check" --no-header -r t3.total cells.tsv
	[[ "$output" == *'no form "1999" is known'$'\t' ]]
	# one with a control character in it is shown as in a record
	sed -i $'s/\t1999\tt/\tx\\\\x00y\\\\x1b\tt/' cells.tsv
	run -0 "$check" --no-header -r t3.total cells.tsv
	[[ "$output" == *'no form "x\x00y\x1B" is known'$'\t' ]]
	run -0 zh "$check" -f text -r t3.total --all cells.tsv
	[[ "$output" == *'未知的格式“x\x00y\x1B” ['* ]]
}

@test "Chinese messages with the labels of the form" {
	report 2021 2023 t3.total.natural=6 t3.new.legal=,blank doc.t3.cells=0 >cells.tsv
	run -1 zh "$check" -f text cells.tsv
	[[ "$output" == *'a.txt:272: 错误：自然人：本年新收加上年结转，应等于总计加结转下年度：7 + 1 ≠ 6 + 1 [t3.balance]'* ]]
	[[ "$output" == *'自然人：各项办理结果之和为 7，总计为 6：5 + 2（另有 19 个 0） ≠ 6 [t3.total]'* ]]
	[[ "$output" == *'警告：一、本年新收政府信息公开申请数量：应填数字，却为空或斜杠：法律服务机构 [t3.blank]'* ]]
	[[ "$output" == *'“收到和处理政府信息公开申请情况”表缺失，或其中没有可读的数字 [s.table]'* ]]
	# records keep their words
	run -1 zh "$check" --no-header -r t3.balance cells.tsv
	[[ "$output" == *$'\terror\tfail\t'* ]]
}

@test "text for people, in colour when asked" {
	report 2021 2023 t3.total.natural=6 >cells.tsv
	run -1 "$check" -f text -r t3.balance cells.tsv
	[ "${lines[0]}" = 'a.txt:272: error: natural persons: new and carried over from last year against total and carried to next year: 7 + 1 ≠ 6 + 1 [t3.balance]' ]
	run -1 "$check" -f text --color=always -r t3.balance cells.tsv
	[[ "$output" == *$'\033[1;31merror\033[0m: natural'* ]]
	NO_COLOR=1 run -1 "$check" -f text -r t3.balance cells.tsv
	[[ "$output" != *$'\033'* ]]
	run -2 "$check" --color=sometimes cells.tsv
	run -2 "$check" -f xml cells.tsv
}

@test "a document name cannot speak to the terminal" {
	report 2021 2023 t3.total.natural=6 | sed 's/^a.txt/a\\x1B[2J.txt/' >cells.tsv
	run -1 "$check" -f text -r t3.balance cells.tsv
	[[ "$output" == 'a\x1B[2J.txt:272: '* ]]
}

@test "--all shows what passes and what does not apply" {
	report 2021 2023 t3.new.total=,blank >cells.tsv
	run -0 "$check" --no-header --all -r t3.rowsum cells.tsv
	[ "${#lines[@]}" -eq 25 ]
	[[ "${lines[0]}" == *$'\tskip\t\t\t\t\t\tdoes not apply, as this is not so: not blank(t3.$row.total)\t' ]]
	[[ "${lines[1]}" == *$'\tpass\tt3\tcarried_in\ttotal\t1\t\t1 + 0 + 0 + 0 + 0 + 0 = 1\t' ]]
}

@test "--stats: a line a rule, then one for the reports" {
	{ report 2021 2023
	report 2021 2023 t3.total.natural=6 | sed '1d;s/^a/b/'
	report 2021 2023 -t3.new.natural | sed '1d;s/^a/c/'; } >cells.tsv
	run -1 "$check" --stats -r t3.balance -r t4.total cells.tsv
	[ "${lines[0]}" = $'rule\tlevel\tpass\tfail\tunknown\tskip' ]
	[ "${lines[1]}" = $'t3.balance\terror\t19\t1\t1\t0' ]
	[ "${lines[2]}" = $'t4.total\terror\t9\t0\t0\t0' ]
	[ "${lines[3]}" = $'reports\terror\t1\t1\t1\t0' ]
	[ "${#lines[@]}" -eq 4 ]
}

@test "--stats has one format" {
	report 2021 2023 >cells.tsv
	run -0 "$check" --stats -f tsv cells.tsv
	for f in text json sarif junit github; do
		run -2 "$check" --stats -f $f cells.tsv
		[ "$output" = "gx-check: --stats and --format=$f exclude each other: counts are records" ]
	done
}

@test "what is not shown is judged as what is: --stats is the same with --all" {
	cat >my.rules <<-'EOF'
	rule a.kinds
	level error
	each row in rows(t3)
	each col in cols(t3)
	if not blank(t3.$row.$col)
	must has(t3.$row.$col) and isint(t3.$row.$col) and fits(t3.$row.$col)
	    and t3.$row.$col >= 0

	rule a.flags
	level error
	each row in rows(t3)
	each col in cols(t3)
	if not blank(t3.$row.$col)
	must flag(t3.$row.$col, 'order') = 0 and t3.$row.$col >= 0

	rule a.blank
	level error
	each row in rows(t3)
	if blank(t3.$row.total) or $row = 'new'
	if $row != 'total'
	must count(t3.$row.*) > 0 and t3.new.total >= 0

	rule a.groups
	level error
	each col in {natural company legal total}
	must t3.denied.*.$col - t3.granted.$col = t3.denied.law.$col - t3.granted.$col

	rule a.twice
	level error
	each col in cols(t3)
	must t3.new.$col + t3.new.$col + t3.carried_in.$col = t3.new.$col + t3.total.$col
	EOF
	for cell in t3.new.legal=0 t3.new.legal=,blank t3.new.legal=0,order t3.new.legal=-1 \
	    t3.new.legal=0.5 t3.new.legal=several t3.new.legal=,unread -t3.new.legal \
	    t3.new.legal=999999999 t3.new.legal=1000000000 t3.new.legal=123456789012345678 \
	    t3.new.legal=007 t3.denied.law.natural=3 t3.denied.law.company=,blank \
	    t3.new.total=,blank t3.carried_in.total=9,order -t3.denied.law.total \
	    t3.denied.total=4 t3.granted.total=1000000000000; do
		report 2021 2023 "$cell" >cells.tsv
		"$check" --stats --rules my.rules cells.tsv >few || [ $? -eq 1 ]
		"$check" --stats --rules my.rules --all cells.tsv >all || [ $? -eq 1 ]
		diff few all
	done
	# the rows of a group that were not told apart
	report 2021 2023 -t3.denied.{state_secret,law,safety,third_party,internal,process}.{natural,total} \
	    -t3.denied.{case_file,query}.{natural,total} t3.denied.natural=2 t3.denied.total=2 >cells.tsv
	"$check" --stats --rules my.rules cells.tsv >few || [ $? -eq 1 ]
	"$check" --stats --rules my.rules --all cells.tsv >all || [ $? -eq 1 ]
	diff few all
}

# The ways that reports go with a rule are known again from the second one on.
@test "what was seen in other reports changes no outcome: --stats is the same with --all" {
	mkdir docs
	for seed in 1 2 3 4; do
		for fault in $("$gen" --list | awk -F'\t' '$1 == "fault" { print $2 }'); do
			"$gen" --seed="$seed" --fault="$fault" --varied >"docs/$seed.$fault.txt"
		done
		"$gen" --seed="$seed" --zero >"docs/$seed.zero.txt"
	done
	"$table" docs >cells.tsv
	awk -F'\t' 'NR > 1 && $5 != "doc" { print "no-facts/" $0 }' cells.tsv >more
	cat more >>cells.tsv
	"$check" --jobs=1 --stats cells.tsv >few || [ $? -eq 1 ]
	"$check" --jobs=1 --stats --all cells.tsv >all || [ $? -eq 1 ]
	diff few all
	[ "$(awk -F'\t' '$3 > 0 && $6 > 0' few | wc -l)" -ge 20 ]
	# each report alone has the same, but for the rules across reports
	for f in docs/[12].*; do
		"$check" --stats "$f" || [ $? -eq 1 ]
	done >alone
	"$check" --jobs=1 --stats docs/[12].* >few || [ $? -eq 1 ]
	sums() { awk -F'\t' -v OFS='\t' '$1 !~ /^(rule|reports|[yp]\.|t4.after)/ { for (i = 3; i <= 6; i++) n[$1, i] += $i; id[$1] }
		END { for (r in id) print r, n[r, 3], n[r, 4], n[r, 5], n[r, 6] }' "$1" | sort; }
	diff <(sums alone) <(sums few)
}

@test "a rule that asks for a cell that is not there leaves the next rule as it was" {
	cat >w.rules <<-'END'
		rule w1
		level error
		each y in present(s1.*.whole)
		must s1.$y.whole + s1.$y.percent = 2

		rule w2
		level error
		each x in present(s1.*.now)
		if has(s1.$x.whole)
		must s1.$x.whole = 1

		rule w3
		level error
		each y in present(s1.*.whole)
		must s1.$y.whole = 1
	END
	{
		printf 'doc\tyear\torg\tform\ttable\trow\tcol\tvalue\tunit\traw\tline\tflag\n'
		for i in 1 2 3 4 5 6 7 8; do
			percent=1 row=A
			[ "$i" -ne 8 ] || percent=5 row=B
			for cell in "s1 A whole 1" "s1 A percent $percent" "s1 $row now 1" \
				"doc s1 chars 5"; do
				set -- $cell
				printf 'r%s\t2022\torg\t2021\t%s\t%s\t%s\t%s\t\t%s\t1\t\n' \
					"$i" "$1" "$2" "$3" "$4" "$4"
			done
		done
	} >w.tsv
	run -1 "$check" --jobs=1 --rules w.rules --rule 'w*' --stats w.tsv
	[ "$(grep ^w3 <<<"$output")" = "$(printf 'w3\terror\t8\t0\t0\t0')" ]
}

# A cell of each of N other tables in front of the records: more_tables N FILE
more_tables() {
	awk -F'\t' -v OFS='\t' -v n="$1" 'NR == 2 {
		cell = $0
		for (i = 1; i <= n; i++) {
			$5 = "x" i
			$6 = "r"
			print
		}
		$0 = cell
	} { print }' "$2"
}

@test "any number of other tables changes nothing" {
	report 2021 2023 t3.new.legal=,blank >cells.tsv
	more_tables 200 cells.tsv >more.tsv
	[ "$(wc -l <more.tsv)" -eq $(($(wc -l <cells.tsv) + 200)) ]
	"$check" --all cells.tsv >few || [ $? -eq 1 ]
	"$check" --all more.tsv >many || [ $? -eq 1 ]
	diff few many
	# nor where all cells are looked through
	echo "no report" >page.txt
	"$table" page.txt >cells.tsv
	more_tables 70 cells.tsv >more.tsv
	"$check" --all cells.tsv >few || [ $? -eq 1 ]
	"$check" --all more.tsv >many || [ $? -eq 1 ]
	diff few many
}

@test "a cell that a rule asks for twice in a row is named once" {
	report 2021 2023 s1.suit_after.1=5 -t4.suit_after.total >cells.tsv
	run -0 "$check" --no-header --all -r x.suit cells.tsv
	[[ "$output" == *$'\tcannot be judged: t4.suit_after.total (not there)\t'* ]]
}

@test "present() after ten or a thousand values of other variables: the same of each" {
	cat >my.rules <<-'EOF'
	rule a.few
	level error
	each a in {1 2 3 4 5 6 7 8 9 10 11}
	each f in present(doc.*.year)
	must doc.$f.year = 2023

	rule a.many
	level error
	each a in {1 2 3 4 5 6 7 8 9 10 11}
	each b in {1 2 3 4 5 6 7 8 9 10 11}
	each c in {1 2 3 4 5 6 7 8 9 10 11}
	each f in present(doc.*.year)
	must doc.$f.year = 2023
	EOF
	report 2021 2023 doc.period.year=2022 >cells.tsv
	run -1 "$check" --no-header --stats --rules my.rules -r 'a.*' cells.tsv
	[ "${lines[0]}" = $'a.few\terror\t11\t11\t0\t0' ]
	[ "${lines[1]}" = $'a.many\terror\t1331\t1331\t0\t0' ]
}

@test "a variable may be called as a table is: it makes no rule one across reports" {
	report 2021 2023 >cells.tsv
	for name in tree across branch; do
		printf 'rule my.own\nlevel error\neach %s in {t3.new t3.total}\nmust $%s.total >= 9\n' \
			"$name" "$name" >my.rules
		run -1 "$check" --no-header --stats --rules my.rules -r my.own cells.tsv
		[ "${lines[0]}" = $'my.own\terror\t1\t1\t0\t0' ]
	done
}

@test "what cannot be judged names no cell whose text is all that is asked for" {
	# missing CONDITION: what of it is not known
	missing() {
		printf 'rule my.own\nlevel error\nmust %s\n' "$1" >my.rules
		run -0 "$check" --no-header --all --rules my.rules -r my.own cells.tsv
		cut -f13 <<<"$output"
	}
	report 2021 2023 t3.new.total=无数据,text t3.granted.total=约五,unread -t3.total.total >cells.tsv
	for known in "t3.new.total ~ '无'" "text(t3.new.total) ~ '无'" \
		"text(t3.new.total) = '无数据'" "t3.granted.total ~ '五'" \
		"text(t3.*.total) != ''"; do
		[ "$(missing "$known and t3.total.total = 5")" = \
			'cannot be judged: t3.total.total (not there)' ]
	done
	[ "$(missing "t3.total.total ~ '5'")" = 'cannot be judged: t3.total.total (not there)' ]
	[ "$(missing 't3.new.total = t3.total.total')" = \
		'cannot be judged: t3.new.total (“无数据”), t3.total.total (not there)' ]
}

@test "present() of a table of the form: the rows and columns that the report has" {
	# judged FORM SET CONDITION: the instances of the rule
	judged() {
		printf 'rule my.own\nlevel error\neach r in present(%s)\nmust %s\n' "$2" "$3" >my.rules
		"$check" --no-header --stats --rules my.rules -r my.own "cells.$1" | head -n 1 | cut -f3-
	}
	report 2021 2023 -t3.new.total t3.granted.natural=6 >cells.2021
	report 2019 2020 -t3.new.total t3.granted.natural=6 >cells.2019
	awk -F'\t' -v OFS='\t' 'NR > 1 { $4 = "" } 1' cells.2021 >cells.none
	for form in 2021 2019 none; do
		rows=$(awk -F'\t' '$5 == "t3" && $7 == "total"' cells.$form | wc -l)
		[ "$rows" -gt 20 ]
		[ "$(judged $form 't3.*.total' 'has(t3.$r.total)')" = "$rows"$'\t0\t0\t0' ]
		[ "$(judged $form 't3.denied.*.total' 't3.denied.$r.total = 0')" = $'7\t1\t0\t0' ]
		[ "$(judged $form 't3.new.*' "\$r != 'total'")" = $'6\t0\t0\t0' ]
		[ "$(judged $form 't3.granted.*' 't3.granted.$r = t3.total.$r')" = $'5\t2\t0\t0' ]
	done
	# a table that the report has not; reports one after the other
	sed '/\tt4\t/d' cells.2021 >cells.less
	[ "$(judged less 't4.*.total' 't4.$r.total = 10')" = $'0\t0\t0\t1' ]
	for i in {10..59}; do
		sed "s/^a/$i/" cells.$((i % 2 == 1 ? 2021 : 2019)) | tail -n +2
	done | cat <(head -n 1 cells.2021) - >cells.many
	[ "$(judged many 't3.denied.*.total' 't3.denied.$r.total = 0')" = $'350\t50\t0\t0' ]
}

@test "the word that a variable stands for is compared as the number that it spells" {
	report 2021 2023 >cells.tsv
	printf 'rule my.own\nlevel error\neach n in {8 9 10}\nmust t3.new.total < $n\n' >my.rules
	run -1 "$check" --no-header --stats --rules my.rules -r my.own cells.tsv
	[ "${lines[0]}" = $'my.own\terror\t1\t2\t0\t0' ]
}

@test "--fail-on decides the exit status" {
	report 2021 2023 t3.new.legal=,blank >cells.tsv
	run -0 "$check" cells.tsv
	run -1 "$check" --fail-on=warning cells.tsv
	run -1 "$check" --fail-on note cells.tsv
	report 2021 2023 t3.total.natural=6 >cells.tsv
	run -0 "$check" --fail-on=never cells.tsv
	run -2 "$check" --fail-on=off cells.tsv
}

@test "--rule and --skip choose by id or glob" {
	report 2021 2023 t3.total.natural=6 >cells.tsv
	run -1 "$check" --no-header -r 't3.*' -x t3.balance cells.tsv
	[ "$(cut -f5 <<<"$output" | sort -u | tr '\n' ' ')" = "t3.rowsum t3.total " ]
	run -2 "$check" -r t3.totals cells.tsv
	[ "$output" = "gx-check: no rule t3.totals; did you mean t3.total? (--list shows all)" ]
	run -2 "$check" -x 'q*' cells.tsv
}

@test "--list shows the rules that are chosen, or all" {
	[ "$("$check" -r 't4.*' -x t4.total --list | cut -f1)" = "$("$check" --list |
		cut -f1 | grep '^t4\.' | grep -vx t4.total)" ]
	printf 'rule t.off\nlevel off\n' >off.rules
	"$check" --rules off.rules --list | grep -q $'^t.off\toff\t'
	run ! grep -q ^t.off <("$check" --rules off.rules -x t4.total --list)
	# all off by a file and none chosen: the list says so
	"$check" --list | cut -f1 | sed 's/.*/rule &\nlevel off\n/' >none.rules
	[ "$("$check" --rules none.rules --list | cut -f2 | sort -u)" = off ]
}

@test "a choice that leaves no rule is a mistake, but not for --explain" {
	report 2021 2023 >cells.tsv
	printf 'rule t.off\nlevel off\n' >off.rules
	for choice in "-x *" "-r t3.* -x t*" "--rules off.rules -r t.off"; do
		set -f
		run -2 "$check" $choice cells.tsv
		set +f
		[ "$output" = "gx-check: no rule is left: all are skipped or off (--list shows all)" ]
	done
	run -2 zh "$check" -x '*' cells.tsv
	[ "$output" = "gx-check: 没有剩下的规则：全部已跳过或关闭（--list 列出全部）" ]
	run -0 "$check" -x '*' --explain t3.total
	run -2 "$check" -x '*' --list
}

@test "--list and --explain speak of every rule" {
	run -0 "$check" --list
	[ "${lines[0]}" = $'t3.balance\terror\tnew + carried in = total + carried out, in each column' ]
	for id in $(cut -f1 <<<"$output"); do
		run -0 "$check" --explain "$id"
		[[ "$output" == "$id ("*'basis: '*'example: '* ]]
		run -0 zh "$check" --explain "$id"
		[[ "$output" == "$id ("*'依据：'*'示例：'* ]]
	done
	run -2 "$check" --explain s.tables
	[[ "$output" == *'did you mean s.table?'* ]]
	run -2 "$check" --explain zzzzzzzz
	[[ "$output" == *'no rule zzzzzzzz (--list shows all)' ]]
}

@test "every built-in rule has a text, a basis and an example in both languages" {
	n=$(grep -c '^rule ' "$rules")
	[ "$n" -ge 18 ]
	for word in title title_zh en zh basis basis_zh example example_zh; do
		[ "$(grep -c "^$word " "$rules")" -eq "$n" ]
	done
}

@test "--rules adds rules and replaces those with a known id" {
	cat >my.rules <<-'END'
	rule t3.balance
	level note
	must t3.new.total < 5
	en {table}, {row}: {left} is many; {raw t3.new.natural} of them natural, {num g1.none.total} none

	# an own rule
	rule my.fee
	level warning
	each row in rows(t3)
	if t3.$row.natural > 5
	must t3.$row.natural
	    <= 2 * t3.$row.company + 1
	END
	report 2021 2023 >cells.tsv
	run -0 "$check" --no-header --rules my.rules cells.tsv
	[ "$(cut -f5-7,9-13 <<<"${lines[0]}")" = $'t3.balance\tnote\tfail\tnew\ttotal\t9\t\ttable 3, new requests: 9 is many; 7 of them natural, – none' ]
	[ "$(cut -f5-7,9-13 <<<"${lines[1]}")" = $'my.fee\twarning\tfail\tnew\tcompany\t2\t\t7 > (2) × (2) + 1' ]
	[ "$(cut -f5-7,9-13 <<<"${lines[2]}")" = $'my.fee\twarning\tfail\ttotal\tcompany\t1\t\t7 > (2) × (1) + 1' ]
	[ "${#lines[@]}" -eq 3 ]
	printf 'rule t3.balance\nlevel off\n' >off.rules
	report 2021 2023 t3.total.natural=6 >cells.tsv
	run -0 "$check" --no-header --rules off.rules -r t3.balance -r t4.total cells.tsv
	[ -z "$output" ]
}

@test "rules for a foreign table" {
	cat >budget.rules <<-'END'
	rule b.sum
	level error
	each col in present(budget.income.*)
	must budget.part.*.$col = budget.income.$col
	en {col}: {equation}; {col} again

	rule b.words
	level warning
	must text(budget.note.text) ~ 'approved' and org ~ '局' and doc != ''
	zh 未批准
	END
	{ printf '%s\n' "$head"
	printf 'b.txt\t2023\t测试局\t\tbudget\t%s\t%s\t%s\t\t%s\t%s\t\n' \
		part.tax y1 3 3 1 part.fee y1 4.5 4.5 2 part.tax y2 1 1 3 \
		income y1 7.5 7.5 4 income y2 2 2 5 note text '' draft 6; } >cells.tsv
	run -1 "$check" --no-header --rules budget.rules -r 'b.*' cells.tsv
	[ "$(cut -f2,5,8-13 <<<"${lines[0]}")" = $'5\tb.sum\tbudget\tincome\ty2\t2\t1\ty2: 1 ≠ 2; y2 again' ]
	[ "$(cut -f2,5,7-13 <<<"${lines[1]}")" = $'6\tb.words\tfail\tbudget\tnote\ttext\t\t\t未批准' ]
	[ "${#lines[@]}" -eq 2 ]
}

@test "functions, flags and variables" {
	cat >f.rules <<-'END'
	rule f.flag
	level error
	must flag(t3.*.legal, 'slash') + count(t3.denied.*.legal) - 8 <= 1

	rule f.var
	level error
	each a in {new granted}
	each b in {new granted}
	if $a < $b
	must t3.$b.total < t3.$a.total or form = 2019
	en {a} {b}: {equation}

	rule f.minus
	level error
	must -t3.new.total + 9 - (1 - 2) = 2 or year = 1999
	END
	report 2021 2023 t3.new.legal=/,slash t3.granted.legal=/,slash >cells.tsv
	run -1 "$check" --no-header --rules f.rules -r 'f.*' cells.tsv
	[ "$(cut -f5,13 <<<"${lines[0]}")" = $'f.flag\t2 + 8 - 8 > 1' ]
	[ "$(cut -f5,13 <<<"${lines[1]}")" = $'f.var\tgranted new: 9 ≥ 6' ]
	[ "$(cut -f5,13 <<<"${lines[2]}")" = $'f.minus\t-9 + 9 - 1 + 2 ≠ 2' ]
	[ "${#lines[@]}" -eq 3 ]
}

# bad 'TEXT': what is said of a rule file with that text
bad() {
	printf '%s\n' "$1" >bad.rules
	"$check" --rules bad.rules cells.tsv
}

zh_bad() {
	printf '%s\n' "$1" >bad.rules
	zh "$check" --rules bad.rules cells.tsv
}

@test "s.cols: a column of which no cell is there" {
	report 2021 2023 doc.t3.cells=168 >cells.tsv
	run -0 "$check" --no-header -r s.cols cells.tsv
	[ -z "$output" ]
	awk -F'\t' '$5 != "t3" || $7 != "research"' cells.tsv >less.tsv
	run -0 "$check" --no-header -r s.cols less.tsv
	[ "$(cut -f5-7,10,13 <<<"$output")" = $'s.cols\twarning\tfail\tresearch\tresearch institutions: no cell of this column could be read' ]
	# where figures are run together, s.glued has told why cells are not there
	awk -F'\t' -v OFS='\t' '{ print } $6 == "t3" && $7 == "cells" {
		$7 = "glued"; $8 = 3; print }' less.tsv >glued.tsv
	run -0 "$check" --no-header -r s.cols glued.tsv
	[ -z "$output" ]
}

@test "a text that is no report gets one sentence, and counts as not judged" {
	printf '第一章 风雪\n\n2023年的冬天来得早。他走了三十里。\n' >novel.txt
	run -0 "$check" -f text novel.txt
	[ "${#lines[@]}" -eq 1 ]
	[[ $output == 'novel.txt: warning: not recognised as a report of government information disclosure: '*' [s.report]' ]]
	run -1 "$check" -f text --fail-on warning novel.txt
	run -0 "$check" --stats novel.txt
	[ "${lines[-1]}" = $'reports\terror\t0\t0\t1\t0' ]
	# a title, two headings, or a table are enough
	printf '青屿市民政局2023年政府信息公开工作年度报告\n\n某事。\n' >title.txt
	printf '一、总体情况\n\n某事。\n\n六、其他需要报告的事项\n\n无。\n' >heads.txt
	run -0 "$check" --no-header -r s.report title.txt heads.txt
	[ -z "$output" ]
}

@test "expect is empty where the cell could not have that value" {
	report 2021 2023 t3.total.legal=0 t3.carried_out.legal=5 t3.new.legal=0 t3.carried_in.legal=0 >cells.tsv
	run -1 "$check" --no-header -r t3.balance cells.tsv
	[ -z "$(grep -w legal <<<"$output" | cut -f12 | grep -- -)" ]
}

@test "expect is there, too, where a product of other cells follows or comes first" {
	report 2021 2023 t3.carried_in.total=2 t3.total.total=12 >cells.tsv
	# expect SUM: of t3.new.total, which is 9
	expect() {
		printf 'rule my.own\nlevel error\nmust %s\nat t3.new.total\n' "$1" >my.rules
		run -1 "$check" --no-header --rules my.rules -r my.own cells.tsv
		cut -f12 <<<"$output"
	}
	[ "$(expect 't3.new.total + 2 * t3.carried_in.total = t3.total.total')" = 8 ]
	[ "$(expect '2 * t3.carried_in.total + t3.new.total = t3.total.total')" = 8 ]
	[ "$(expect 't3.total.total = t3.new.total + 2 * t3.carried_in.total')" = 8 ]
	# as a factor, or a term and a factor, it has none
	[ -z "$(expect '2 * t3.new.total + t3.carried_in.total = t3.total.total')" ]
	[ -z "$(expect 't3.new.total + t3.carried_in.total * t3.new.total = t3.total.total')" ]
	[ -z "$(expect 't3.carried_in.total * t3.new.total + t3.new.total = t3.total.total')" ]
}

@test "a key that no form has is a mistake, shown with the nearest key" {
	report 2021 2023 >cells.tsv
	while IFS='@' read -r text message; do
		run -2 bad "$(printf 'rule x.y\nlevel error\n%b' "$text")"
		[ "$output" = "gx-check: bad.rules:$message" ] || {
			printf 'rule: %s\nsays: %s\nwant: %s\n' "$text" "$output" "$message"
			return 1
		}
	done <<-'END'
	must t3.denied.lwa.total = 0@3:6: no form has a cell t3.denied.lwa.total; did you mean t3.denied.law.total?
	must t3.new.total = 0\n    or t3.new.totl = 1@4:8: no form has a cell t3.new.totl; did you mean t3.new.total?
	must t3.denid.*.total = 0@3:6: no form has a cell t3.denid.*.total; did you mean t3.denied.*.total?
	each s in {t3 t4}\nmust has($s)@4:10: no form has a cell t3
	each s in {prev}\nmust has($s)@4:10: no form has a cell prev
	must t3.new.total = prev.t3.neww.total@3:21: no form has a cell t3.neww.total; did you mean t3.new.total?
	must t2.rules.decisions = 0@3:6: no form has a cell t2.rules.decisions; did you mean t2.license.decisions?
	must t4.something.total = 0@3:6: no form has a cell t4.something.total
	each c in cols(t3)\nmust t3.nwe.$c = 0@4:6: no form has a cell t3.nwe.$c; did you mean t3.new.$c?
	each w in {granted partail}\nmust t3.$w.total = 0@4:6: no form has a cell t3.partail.total; did you mean t3.partial.total?
	each r in rows(t33)\nmust doc.$r.cells = 0@3:16: no form has a table t33
	must doc.titel.year = 2020@3:6: no report has a cell doc.titel.year; did you mean doc.title.year?
	must has(doc.t3.cels)@3:10: no report has a cell doc.t3.cels; did you mean doc.t3.cells?
	must not has(doc.law.order_493)@3:14: no report has a cell doc.law.order_493; did you mean doc.law.order_492?
	must doc.headings.6 = 6@3:6: no report has a cell doc.headings.6
	must s1.recieved.12 = 3@3:6: no report has a cell s1.recieved.12; did you mean s1.received.12?
	must prev.s1.review.uphold.* >= 0@3:6: no report has a cell s1.review.uphold.*; did you mean s1.review.upheld.*?
	each b in present(s1.*.whol)\nmust s1.$b.whole > 0@3:19: no report has a cell s1.*.whol; did you mean s1.*.whole?
	must s1.received.first = 3@3:6: no report has a cell s1.received.first; did you mean s1.received.1?
	END
	# one form has it; a word that an "if" sends away; tables that no form has
	run -0 bad $'rule x.y\nlevel error\neach w in {suit suit_after}\nif $w != \'suit\'\nmust t4.$w.total + t2.rules.made + t3.other.*.total + t3.other.total + t3.*.natural + t3.new.* + g1.r1.c1 + doc.t2.cells >= 0'
	[ -z "$(zh_bad $'rule x.y\nlevel error\nmust t3.nwe.total = 0' 2>&1 | grep -v '是否指 t3.new.total？$')" ]
	for f in report text across; do
		run -0 "$check" --rules "${rules%/*}/$f.rules" --list
	done
}

@test "rules may ask for every fact and statement that reports have" {
	for options in '--noise' '--varied --styled' '--fault=image' '--fault=lostnumber' \
	    '--fault=bookmark --noise'; do
		"$gen" --count=150 --tar --seed=6 $options
	done | "$table" --no-header - |
		awk -F'\t' '$5 == "doc" || $5 == "s1" { print $5 "." $6 "." $7 }' | sort -u >keys
	[ "$(wc -l <keys)" -gt 80 ]
	awk '{ print "rule x." NR "\nlevel note\nmust has(" $1 ")\n" }' keys >all.rules
	run -0 "$check" --rules all.rules -l
}

@test "mistakes are shown with line, column, and what was expected" {
	report 2021 2023 >cells.tsv
	r=$'rule x.y\nlevel error\n'
	while IFS='@' read -r text message; do
		run -2 bad "$r$(printf '%b' "$text")"
		[ "$output" = "gx-check: bad.rules:$message" ] || {
			printf 'rule: %s\nsays: %s\nwant: %s\n' "$text" "$output" "$message"
			return 1
		}
	done <<-'END'
	must@3:5: expected a reference, a number, a 'text' or a function, found the end
	must t3.new.total +@3:20: expected a reference, a number, a 'text' or a function, found the end
	must t3.new.total = = 1@3:21: expected a reference, a number, a 'text' or a function, found "="
	must t3.new.total@3:6: expected a condition, found a value; compare it with something
	must 3 + (1 < 2) = 4@3:10: expected a number, a text or a reference, found a condition
	must t3.total = 1@3:6: expected a reference table.row.column, found "t3.total"
	must t3.*.a.b = 1@3:6: * may only end the row or be the column
	must t3.new.$c = 1@3:13: no "each" gives $c a value
	must prev.t3.new = 1@3:6: expected a reference prev.table.row.column, found "prev.t3.new"
	must t3.a.b = 1 t3@3:17: expected an operator or the end, found "t3"
	must (t3.a.b = 1@3:17: expected ")", found the end
	must 甲 = 1@3:6: expected a reference, a number, a 'text' or a function, found "甲"
	must t3.a.b = 'x@3:15: the quotation has no end
	must t3.a.b + 'x' = 1@3:15: expected a number or a reference, found a text
	each n in {1 2}\nmust t3.new.total < $n + 1@4:21: expected a number or a reference, found a text
	each n in {1 2}\nmust t3.new.total < -$n@4:22: expected a number or a reference, found a text
	must sum(t3.a.b) = 1@3:6: no function "sum"; there are has, blank, isint, fits, count, flag, text
	must flag(t3.a.b) > 1@3:17: expected , and a 'word', found ")"
	must not t3.a.b@3:10: expected a condition, found a value; compare it with something
	must t3.new.total = 1\nrule b@4:1: a rule begins behind an empty line
	must t3.a.b = 1\nmust t3.a.b = 2@4:1: a second "must" in one rule
	must flag(t3.new.total, 'gleud') = 0@3:25: no cell has the flag 'gleud'; did you mean 'glued'?
	must t3.a.b =\n    1 +\n    * 2@5:5: expected a reference, a number, a 'text' or a function, found "*"
	each x of rows(t3)\nmust 1 = 1@3:8: expected "in", found "of"
	each x in lines(t3)\nmust 1 = 1@3:11: expected rows(...), cols(...), present(...) or {...}, found "lines"
	each x in {a b\nmust 1 = 1@3:15: expected a word or "}", found the end
	each x in {a.}\nmust 1 = 1@3:13: no part of the word stands behind this dot
	each x in {t9.b t9. c}\nmust 1 = 1@3:19: no part of the word stands behind this dot
	each x in {a b a}\nmust 1 = 1@3:16: this word is in the list already
	each x in {a..b}\nmust 1 = 1@3:13: no part of the word stands behind this dot
	each x in present(doc.a.b)\nmust 1 = 1@3:19: present() wants a reference with one *
	at t3.new.total now\nmust 1 = 1@3:17: expected the end, found "now"
	must 1 = 1\nen {lefty} is@4:5: no placeholder {lefty}; there are left, right, leftsum, rightsum, equation, row, col, table, value, year, form, org, doc, raw REF, num REF, blanks REF, has REF|..|.. and the variables of "each"
	must has(t3.a.b)\nen {left} is@4:5: {left} needs a comparison in "must"
	must 1 = 1\nen {raw t3.a@4:9: expected a reference table.row.column, found "t3.a"
	en text@1:1: the rule lacks "must"
	muss 1 = 1@3:1: no word "muss"; there are rule, level, each, if, must, at, en, zh, title, title_zh, basis, basis_zh, example, example_zh
	END
}

@test "every mistake of a file is shown, and nothing is judged" {
	report 2021 2023 >cells.tsv
	printf '%s\n' ' lost' '' 'rule a b' 'level bad' 'must 1 = ' '' \
		'rule ok.one' 'level note' 'must 1 = 1' '' \
		'rule ok.one' 'level note' 'must 1 = 1' >bad.rules
	printf 'rule \xff\nlevel note\n' >>bad.rules
	run -2 "$check" --rules bad.rules cells.tsv
	[ "${lines[0]}" = 'gx-check: bad.rules:1:1: a line that goes on, with none before it' ]
	[ "${lines[1]}" = 'gx-check: bad.rules:3:6: expected an id of letters, digits, ".", "_" and "-", found "a"' ]
	[ "${lines[2]}" = 'gx-check: bad.rules:4:7: expected error, warning, note or off, found "bad"' ]
	[ "${lines[3]}" = "gx-check: bad.rules:5:9: expected a reference, a number, a 'text' or a function, found the end" ]
	[[ "${lines[4]}" == 'gx-check: bad.rules:'* ]]
	run -2 "$check" --rules none.rules cells.tsv
	[[ "$output" == 'gx-check: cannot open none.rules: '* ]]
	# a long word is not cut inside a character
	run -2 bad "$(printf '云崮市人民政府办公室依申请公开%.0s' 1 2 3)"
	iconv -f UTF-8 -t UTF-8 <<<"$output" >utf8
	[[ "$output" == *'no word "云崮市人民政府办公室依申请"'* ]]
	run -2 zh_bad $'rule x\nlevel error\nmust (1'
	[ "$output" = 'gx-check: bad.rules:3:8: 应为")"，却到了结尾' ]
}

@test "deep and long conditions are refused, not followed" {
	report 2021 2023 >cells.tsv
	deep=$(printf '%0100000d' 0 | tr 0 '(')
	run -2 bad $'rule x\nlevel error\nmust '"$deep"
	[[ "$output" == *'nested too deeply' ]]
	long=$(printf '1 + %.0s' {1..5000})
	run -2 bad $'rule x\nlevel error\nmust '"${long}1 = 1"
	[[ "$output" == *'the condition is too long' ]]
	printf 'rule x\nlevel error\n' >many.rules
	for v in a b c d e f; do
		printf 'each %s in {0 1 2 3 4 5 6 7 8 9}\n' $v
	done >>many.rules
	echo 'must 1 = 1' >>many.rules
	run -0 timeout 5 "$check" --no-header --rules many.rules -r x cells.tsv
	[[ "$output" == *'cannot be judged: the rule has too many instances'$'\t' ]]
}

@test "what a variable stands for is not gathered again for each of its values" {
	command -v python3 >/dev/null || skip "python3 is not installed"
	report 2021 2023 $(seq -f 's1.received.%g=5' 2000) >cells.tsv
	printf 'rule x\nlevel note\neach w in {received}\neach k in present(s1.$w.*)\nmust s1.$w.$k = 5\n' >x.rules
	run -0 "$check" --no-header --rules x.rules -r x cells.tsv
	[ -z "$output" ]
	[ "$(peak "$check" -j1 --rules x.rules -r x cells.tsv)" -lt 550 ]
	sed -i 's/^must/must count(s1.$w.*) = 2000 and/' x.rules
	run -0 "$check" --no-header --rules x.rules -r x cells.tsv
	[ -z "$output" ]
	[ "$(peak "$check" -j1 --rules x.rules -r x cells.tsv)" -lt 550 ]
}

@test "thousands of instances with few cells each: memory grows with the cells" {
	command -v python3 >/dev/null || skip "python3 is not installed"
	# more cells than are remembered, and the last sum is wrong
	report 2021 2023 $(seq 4000 | sed p | xargs printf 's1.r%s.x=0 s1.r%s.whole=0 ') \
		s1.r4000.x=3 >cells.tsv
	printf 'rule x\nlevel error\neach k in present(s1.*.whole)\nmust s1.$k.* = s1.$k.whole\n' >x.rules
	run -1 "$check" --no-header --stats --rules x.rules -r x cells.tsv
	[ "${lines[0]}" = $'x\terror\t3999\t1\t0\t0' ]
	[ "$(peak "$check" -j1 --rules x.rules -r x cells.tsv)" -lt 200 ]
}

@test "thousands of instances that each look at a thousand cells: memory is bounded" {
	command -v python3 >/dev/null || skip "python3 is not installed"
	{ report 2021 2023; as b.txt 2021 2023; as c.txt 2021 2023 t3.new.total=-99999; } >cells.tsv
	printf 'rule x\nlevel error\neach a in {%s}\neach b in {%s}\nmust %s >= 0 or $a = $b\n' \
		"$(seq -s ' ' 1 100)" "$(seq -s ' ' 101 200)" 't3.*.* + t3.*.* + t3.*.* + t3.*.* + t3.*.*' >x.rules
	run -1 "$check" --no-header --stats --rules x.rules -r x cells.tsv
	[ "${lines[0]}" = $'x\terror\t20000\t10000\t0\t0' ]
	[ "$(peak "$check" -j1 --rules x.rules -r x cells.tsv)" -lt 130 ]
}

@test "each of thousands of patterns finds what one of a few does, in the order of the report" {
	cat >my.rules <<-'END'
	rule a.rows
	level error
	each r in present(u.*.whole)
	must count(u.$r.*.a) = 2 and u.$r.*.a = u.$r.whole
	at u.$r.whole

	rule a.cols
	level error
	each c in present(v.sum.*)
	must count(v.part.*.$c) = 2 and v.part.*.$c = v.sum.$c

	rule a.both
	level error
	each r in present(u.*.whole)
	each p in present(u.$r.*.a)
	must u.$r.$p.a > 0 and count(u.$r.$p.*) = 1
	at u.$r.$p.a
	END
	# rows N: as many of each kind, 70 and 77 beside 7, of which that of 7 is wrong
	rows() {
		awk -v n="$1" -v OFS='\t' '
		function put(t, r, c, v) { print "a", 2023, "", 2021, t, r, c, v, "", v, 1, "" }
		function name(i) { return i == 2 ? "7" : i == 3 ? "70" : i == 4 ? "77" : "n" n - i }
		BEGIN {
			for (i = 1; i <= n; i++) {
				put("u", name(i), "whole", 2 + (i == 2))
				put("u", name(i) ".st", "a", 1); put("u", name(i) ".s", "a", 1)
				put("v", "sum", name(i), 2 + (i == 2))
				put("v", "part.s", name(i), 1); put("v", "part.t", name(i), 1)
			}
		}'
	}
	# few and no more than are remembered; more; as many, one of which is no key by itself
	for n in 10 600 3000; do
		for odd in '' 1; do
			{ echo "$head"; rows "$n"; } >cells.tsv
			[ -z "$odd" ] || printf 'a\t2023\t\t2021\tw.x\ty\tz\t1\t\t1\t1\t\n' >>cells.tsv
			run -1 "$check" --no-header -j1 --rules my.rules -r 'a.*' --stats cells.tsv
			[ "${lines[0]} ${lines[1]} ${lines[2]}" = \
				"a.rows"$'\terror\t'"$((n - 1))"$'\t1\t0\t0 a.cols\terror\t'"$((n - 1))"$'\t1\t0\t0 a.both\terror\t'"$((2 * n))"$'\t0\t0\t0' ]
			run -1 "$check" --no-header -j1 --rules my.rules -r 'a.*' --all cells.tsv
			[ "$(grep -c . <<<"$output")" -eq $((4 * n)) ]
			[ "$(awk -F'\t' '$5 == "a.rows" { print $9 }' <<<"$output")" = \
				"$(awk -F'\t' '$7 == "whole" { print $6 }' cells.tsv)" ]
			[ "$(awk -F'\t' '$5 == "a.both" { print $9 }' <<<"$output")" = \
				"$(awk -F'\t' '$7 == "a" { print $6 }' cells.tsv)" ]
		done
	done
}

@test "what is only counted is counted as what is told of" {
	cat >my.rules <<-'END'
	must not has(doc.t3.glued) and not has(t3.other.unpaid.natural)
	must year >= 2019 and year < 2100
	if has(year) and not (year > 2022 and form = '2021')
	must t3.new.natural * 2 - t3.new.natural <= 8 or blank(t3.new.natural)
	must count(t3.new.*) = 7 and count(doc.t3.cells) = 1
	if flag(t3.new.natural, 'about') = 0
	must flag(doc.t3.cells, 'about') = 0 and t3.new.natural >= 0
	if has(t3.new.natural)
	must -t3.new.natural <= 0 and (5 - t3.new.natural) * 3 > -8
	must t3.new.natural != 3 and t3.new.natural > 2.5
	must not (t3.new.total > 0 and t3.new.natural = 0) and 1 = 1
	each k in present(s1.received.*)
	if not has(s1.review.*) and not ($k = '2' and t3.new.natural > 7)
	must s1.received.$k > 0 and ($k != '3' or has(doc.title.year))
	each k in {natural company purchase}
	if has(t3.new.$k)
	must isint(t3.new.$k) and fits(t3.new.$k) and t3.denied.*.natural = 2
	must t3.new.natural < 999999999 and t3.new.natural * 2000000 >= 0
	must blank(t3.new.natural) or t3.new.*> 8
	END
	awk '!rule { print "\nrule q." ++n "\nlevel error"; rule = 1 } { print } /^must/ { rule = 0 }' my.rules >x.rules
	for change in '' -t3.new.natural t3.new.natural={0,3,8,-1,2.5,,9999999999} \
		t3.new.natural={7,8,},{about,unread,blank} -doc.t3.cells doc.t3.cells=1,about \
		doc.t3.glued=1 t3.other.unpaid.natural=0 s1.received.{1,2,3}=4 s1.review.1=1; do
		echo "$head" >cells.tsv
		for year in 2021 2024 2018 ''; do
			as "a$year" 2021 "$year" s1.received.{2,3}=0 $change
			as "b$year" 2019 "$year" $change
			as "c$year" '' "$year" $change | sed '/\tdoc\t/d'
		done >>cells.tsv
		run "$check" --no-header --rules x.rules -r 'q.*' --stats cells.tsv
		few=$output
		[ "$(grep -c '^q' <<<"$few")" -eq 12 ]
		run "$check" --no-header --rules x.rules -r 'q.*' --stats --all cells.tsv
		[ "$output" = "$few" ]
	done
}

@test "a column with a dot in its name is found as any other" {
	cell=$'a.txt\t2023\t\t2021\ts1\treceived\t%s\t%s\t\t\t1\t\n'
	# shellcheck disable=SC2059 # the format is ours
	{ report 2021 2023; printf "$cell" 1 5 1.2 7 3 6; as b.txt 2021 2023 s1.received.{1,2,3}=5; } >cells.tsv
	printf 'rule x\nlevel note\neach k in present(s1.received.*)\nmust s1.received.$k = 5\n' >x.rules
	run -0 "$check" --no-header --rules x.rules -r x cells.tsv
	[ "$(cut -f1,8-11 <<<"$output")" = $'a.txt\ts1\treceived.1\t2\t7\na.txt\ts1\treceived\t3\t6' ]
}

@test "a number beyond the limits makes a sum unknown" {
	big=999999999999999999
	cat >big.rules <<-'END'
	rule big
	level error
	must t3.new.total * t3.new.natural * t3.new.company = 1
	END
	report 2021 2023 t3.new.{total,natural,company}=$big >cells.tsv
	run -0 "$check" --no-header --rules big.rules -r big cells.tsv
	[[ "$output" == *'cannot be judged: the values cannot be compared'$'\t' ]]
}

# as DOC ARGS...: the report without its header, under another name
as() {
	report "${@:2}" | sed "1d; s/^a.txt/$1/"
}

@test "a report is judged alike whatever came before it" {
	one() { as "$1" 2021 2023 t3.new.natural=8 s1.received.1=5 s1.received.2=9; }
	strange() { as b.txt 2021 2023 $(seq -f 's1.received.%g=5' 6000); }
	judge() { "$check" --no-header -j1 --all -x 'y.*' -x 'p.*' -x t4.after "$1" || true; }
	{ echo "$head"; one a.txt; strange; one c.txt; as d.txt 2019 2020; one e.txt; } >all.tsv
	judge all.tsv >all
	{ echo "$head"; one e.txt; } >one.tsv
	judge one.tsv >one
	grep -q fail one
	for doc in a c e; do
		grep "^$doc.txt" all | sed "s/^$doc/e/" >found
		cmp one found
	done
	[ "$(grep -c '^b.txt.*x.received.*fail' all)" -eq 6000 ]
}
