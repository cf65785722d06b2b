#!/usr/bin/env bats
# The formats of findings for other programs, each read by one of its readers.
bats_require_minimum_version 1.5.0

setup() {
	B=$(realpath "${B:-build}")
	check="$B/gx-check" gen="$B/tests/gen"
	export LC_ALL=C.UTF-8
	unset LC_MESSAGES NO_COLOR
	cd "$BATS_TEST_TMPDIR" || return
	head=$'doc\tyear\torg\tform\ttable\trow\tcol\tvalue\tunit\traw\tline\tflag'
	cat >my.rules <<-'END'
	rule my.sum
	level error
	title sums of "a" & <b>
	basis because
	each c in {x y}
	must g.a.$c = g.b.$c

	rule my.text
	level note
	must g.t.x ~ 'fine'
	en it says {raw g.t.x}
	END
}

need() {
	local tool

	for tool; do
		command -v "$tool" >/dev/null || skip "$tool is not installed"
	done
}

# Two documents: one with all kinds of characters in it, one that is sound.
odd() {
	local doc='a, b:50%/报告 "1" & <2>\n\x1B'

	echo "$head"
	printf '%s\t2023\t甲\\\\"局\t\tg\ta\tx\t1\t\t1\t3\t\n' "$doc"
	printf '%s\t2023\t甲\\\\"局\t\tg\ta\ty\t1\t\t1\t4\t\n' "$doc"
	printf '%s\t2023\t甲\\\\"局\t\tg\tb\tx\t2\t\t2\t5\t\n' "$doc"
	printf '%s\t2023\t甲\\\\"局\t\tg\tt\tx\t\t\t]]>"\\\\%%::end\t\ttext\n' "$doc"
	printf 'ok.txt\t\t\t\tg\t%s\t%s\t1\t\t1\t1\t\n' a x a y b x b y
	printf 'ok.txt\t\t\t\tg\tt\tx\t\t\tall fine\t1\ttext\n'
}

judge() { "$check" --rules my.rules -r 'my.*' "$@"; }

# reports: some with faults, some without
reports() {
	"$gen" --count=40 --seed=4 --layout=tsv,pipe,cells --dir=r \
		--fault=none,detail,t4total,blank,rowtotal,image
}

@test "json: an object a line with the columns of the records" {
	need jq
	odd >c.tsv
	run -1 judge -f json c.tsv
	[ "${#lines[@]}" -eq 3 ]
	[ "$(jq -r 'keys_unsorted | join(" ")' <<<"${lines[0]}")" = \
		'doc line year org rule level outcome table row col value expect message hint' ]
	[ "$(jq -r '[.doc, .line, .year, .org] | @tsv' <<<"${lines[0]}")" = \
		$'a, b:50%/报告 "1" & <2>\\n\033\t5\t2023\t甲\\\\"局' ]
	[ "$(jq -r '.message' <<<"${lines[2]}")" = 'it says ]]>"\%::end' ]
	[ "$(jq '.line' <<<"${lines[2]}")" = null ]
}

@test "json: the same as the records" {
	need jq
	reports
	"$check" --all --no-header r >r.tsv || [ $? -eq 1 ]
	"$check" --all -f json r >r.json || [ $? -eq 1 ]
	jq -r '[.[] | . // "" | tostring] | @tsv' r.json |
		sed 's/\\\\/\\/g' >j.tsv
	diff <(sed 's/\\\\/\\/g' r.tsv) j.tsv
}

@test "json: python reads it too" {
	need python3
	odd >c.tsv
	judge -f json c.tsv >c.json || [ $? -eq 1 ]
	while read -r line; do
		python3 -m json.tool <<<"$line" >out.json
	done <c.json
}

# Does the file keep to what the schema of SARIF 2.1.0 says of the objects in it?
sarif_holds() {
	jq -e '
	def only($names): (keys - $names) == [];
	.version == "2.1.0" and only(["$schema", "version", "runs"])
	and (.runs | length == 1) and (.runs[0] |
	    only(["tool", "language", "columnKind", "results", "invocations"])
	    and (.language | test("^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"))
	    and .columnKind == "unicodeCodePoints"
	    and (.invocations | length == 1)
	    and (.invocations[0].executionSuccessful | type == "boolean")
	    and (.tool.driver | only(["name", "rules"]) and .name == "gx-check")
	    and (.tool.driver.rules | (map(.id) | length == (unique | length))
		and all(only(["id", "shortDescription", "help", "defaultConfiguration"])
		    and (.shortDescription.text | length > 0)
		    and (.help.text | length > 0)
		    and (.defaultConfiguration.level | IN("note", "warning", "error"))))
	    and (.tool.driver.rules as $rules | .results | all(
		only(["ruleId", "ruleIndex", "kind", "level", "message", "locations",
		    "partialFingerprints", "suppressions", "properties"])
		and $rules[.ruleIndex].id == .ruleId
		and (.kind | IN("pass", "fail", "open", "notApplicable"))
		and (if .kind == "fail" then .level | IN("note", "warning", "error")
		    else .level == "none" end)
		and (.message.text | type == "string")
		and (.locations | length == 1)
		and (.locations[0] | only(["physicalLocation", "logicalLocations"])
		    and (.physicalLocation | only(["artifactLocation", "region"])
			and (.artifactLocation.uri | test("^[-A-Za-z0-9._~/%]+$|^file:///"))
			and (.region | . == null or .startLine >= 1)))
		and (.partialFingerprints | all(test("^[0-9a-f]{16}$")))
		and (.suppressions | . == null or all(.kind == "external")))))
	' "$1" >/dev/null
}

@test "sarif: rules with help, results with level, place and fingerprint" {
	need jq
	odd >c.tsv
	judge -f sarif c.tsv >c.sarif || [ $? -eq 1 ]
	sarif_holds c.sarif
	[ "$(jq -r '.runs[0].tool.driver.rules[0] | .shortDescription.text, .help.text' c.sarif)" = \
		$'sums of "a" & <b>\nmust hold: g.a.$c = g.b.$c\nbasis: because' ]
	[ "$(jq -r '.runs[0].results[0] | .level, .locations[0].physicalLocation.artifactLocation.uri,
		.locations[0].physicalLocation.region.startLine,
		.locations[0].logicalLocations[0].fullyQualifiedName' c.sarif | tr '\n' ' ')" = \
		'error a%2C%20b%3A50%25/%E6%8A%A5%E5%91%8A%20%221%22%20%26%20%3C2%3E%0A%1B 5 g.b.x ' ]
	[[ "$(jq -r '.runs[0].results[0].message.text' c.sarif)" == *$'\nhint: '* ]]
	# what could not be judged is open
	[ "$(jq -r '.runs[0].results[1] | .kind + " " + .level' c.sarif)" = 'open none' ]
}

@test "sarif: generated reports, all outcomes, an empty run, a missing file" {
	need jq
	reports
	for options in '' --all; do
		# shellcheck disable=SC2086
		"$check" -f sarif $options r >r.sarif || [ $? -eq 1 ]
		sarif_holds r.sarif
		# shellcheck disable=SC2086
		"$check" --no-header $options r >r.tsv || [ $? -eq 1 ]
		[ "$(jq '.runs[0].results | length' r.sarif)" -eq "$(wc -l <r.tsv)" ]
	done
	"$gen" --layout=tsv >s.txt
	"$check" -f sarif -r t3.total s.txt >s.sarif
	sarif_holds s.sarif
	[ "$(jq -c '.runs[0] | .results, .invocations[0].executionSuccessful' s.sarif | tr '\n' ' ')" = '[] true ' ]
	run -2 --separate-stderr "$check" -f sarif -r t3.total none.txt
	echo "$output" >n.sarif
	sarif_holds n.sarif
	[ "$(jq '.runs[0].invocations[0].executionSuccessful' n.sarif)" = false ]
}

@test "sarif: the fingerprint outlives another line and value; a waiver is a suppression" {
	need jq
	odd >c.tsv
	fingerprint='.runs[0].results[0].partialFingerprints["gxFinding/v1"]'
	judge -f sarif c.tsv >c.sarif || [ $? -eq 1 ]
	sed $'s/\tb\tx\t2\t\t2\t5/\tb\tx\t7\t\t7\t55/' c.tsv >d.tsv
	judge -f sarif d.tsv >d.sarif || [ $? -eq 1 ]
	[ "$(jq -r "$fingerprint" c.sarif)" = "$(jq -r "$fingerprint" d.sarif)" ]
	printf 'doc\trule\treason\n*\tmy.sum\tknown "before"\n' >w.tsv
	judge -f sarif --all --waive w.tsv c.tsv >c.sarif
	sarif_holds c.sarif
	[ "$(jq -r '.runs[0].results[0] | .kind + " " + .suppressions[0].justification' c.sarif)" = 'fail known "before"' ]
}

@test "junit: a testsuite a report, a testcase a rule" {
	need xmllint
	odd >c.tsv
	judge -f junit c.tsv >c.xml || [ $? -eq 1 ]
	xmllint --noout c.xml
	[ "$(xmllint --xpath 'count(//testsuite)' c.xml)" -eq 2 ]
	[ "$(xmllint --xpath 'string(//testsuite[1]/@name)' c.xml)" = $'a, b:50%/报告 "1" & <2>\n\\x1B' ]
	[ "$(xmllint --xpath 'concat(//testsuite[1]/@tests, " ", //testsuite[1]/@failures, " ",
		//testsuite[1]/@skipped, " ", //testsuite[2]/@tests, " ", //testsuite[2]/@failures)' c.xml)" = '2 2 0 2 0' ]
	[ "$(xmllint --xpath 'string(//testcase[1]/failure/@type)' c.xml)" = error ]
	[[ "$(xmllint --xpath 'string(//testcase[@name="my.text"]/failure/@message)' c.xml)" == 'it says ]]>"\%::end' ]]
	[[ "$(xmllint --xpath 'string(//testcase[@name="my.sum"]/failure)' c.xml)" == *':5: error: 1 ≠ 2 [my.sum]'* ]]
}

@test "junit: the counts are right; what cannot be judged is skipped" {
	need xmllint
	reports
	"$check" -f junit r >r.xml || [ $? -eq 1 ]
	xmllint --noout r.xml
	[ "$(xmllint --xpath 'count(//testsuite)' r.xml)" -eq 40 ]
	[ "$(xmllint --xpath 'sum(//testsuite/@tests)' r.xml)" -eq "$(xmllint --xpath 'count(//testcase)' r.xml)" ]
	[ "$(xmllint --xpath 'sum(//testsuite/@failures)' r.xml)" -eq "$(xmllint --xpath 'count(//failure)' r.xml)" ]
	[ "$(xmllint --xpath 'sum(//testsuite/@skipped)' r.xml)" -eq "$(xmllint --xpath 'count(//skipped)' r.xml)" ]
	[ "$(xmllint --xpath 'count(//testcase[count(*) > 1])' r.xml)" -eq 0 ]
	"$check" --no-header r >r.tsv || [ $? -eq 1 ]
	[ "$(xmllint --xpath 'count(//failure)' r.xml)" -eq \
		"$(awk -F'\t' '$7 == "fail" { print $1, $5 }' r.tsv | sort -u | wc -l)" ]
	[ "$(xmllint --xpath 'count(//skipped)' r.xml)" -ge \
		"$(awk -F'\t' '$7 == "unknown" { print $1, $5 }' r.tsv | sort -u | wc -l)" ]
	# with --all nothing else
	"$check" --all -f junit r >a.xml || [ $? -eq 1 ]
	for what in testcase failure skipped; do
		[ "$(xmllint --xpath "count(//$what)" r.xml)" -eq "$(xmllint --xpath "count(//$what)" a.xml)" ]
	done
}

@test "github: commands with their escapes, one a line" {
	odd >c.tsv
	run -1 judge -f github c.tsv
	[ "${#lines[@]}" -eq 3 ]
	[[ "${lines[0]}" == '::error file=a%2C b%3A50%25/报告 "1" & <2>%0A\x1B,line=5,title=my.sum::1 ≠ 2%0Ahint: '* ]]
	[[ "${lines[1]}" == '::notice file='*',title=my.sum::cannot be judged: '* ]]
	[ "${lines[2]#*::my}" = "${lines[2]}" ]
	[[ "${lines[2]}" == '::notice file='*',title=my.text::it says ]]>"\%25::end' ]]
}

@test "every format ends the same way, and in Chinese" {
	odd >c.tsv
	for f in tsv text json sarif junit github; do
		run -1 judge -f "$f" c.tsv
		run -0 judge -f "$f" --fail-on=never c.tsv
		LC_ALL=zh_CN.UTF-8 run -1 judge -f "$f" c.tsv
		[[ "$output" != *$'\033'* ]]
		run -2 judge -f "$f" -o /dev/full c.tsv
	done
	run -2 judge -f xml c.tsv
	[ "$output" = 'gx-check: --format is tsv, text, json, sarif, junit or github, not "xml"' ]
}

@test "findings leave as they come, in every format but the last report of junit" {
	odd >c.tsv
	for f in json sarif junit github; do
		mkfifo "in.$f"
		judge -f "$f" --line-buffered "in.$f" >"out.$f" &
		job=$!
		exec 9>"in.$f"
		cat c.tsv >&9
		printf 'third.txt\t\t\t\tg\ta\tx\t1\t\t1\t1\t\n' >&9
		for _ in {1..50}; do
			grep -q 'my.text' "out.$f" && break
			sleep 0.1
		done
		grep -q 'my.text' "out.$f"
		exec 9>&-
		wait "$job" || [ $? -eq 1 ]
		rm "in.$f"
	done
}
