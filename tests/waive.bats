#!/usr/bin/env bats
# Findings that are set aside: --waive and --baseline.
bats_require_minimum_version 1.5.0

setup() {
	check=$(realpath "${B:-build}/gx-check")
	export LC_ALL=C.UTF-8
	unset LC_MESSAGES NO_COLOR
	cd "$BATS_TEST_TMPDIR" || return
	head=$'doc\tyear\torg\tform\ttable\trow\tcol\tvalue\tunit\traw\tline\tflag'
	cat >my.rules <<-'END'
	rule my.sum
	level error
	each c in {x y}
	must g.a.$c = g.b.$c

	rule my.small
	level warning
	must g.a.x < 5
	END
}

# cells DOC ORG AX AY BX BY: the cells of a document, without header
cells() {
	local cell n=0 value=("${@:3}")

	for cell in 'a	x' 'a	y' 'b	x' 'b	y'; do
		printf '%s\t2023\t%s\t\tg\t%s\t%s\t\t%s\t%d\t\n' "$1" "$2" "$cell" \
			"${value[n]}" "${value[n]}" $((++n + ${from:-0}))
	done
}

# judge ARGS...: rule, outcome and cell of what is found
judge() {
	"$check" --no-header --rules my.rules -r 'my.*' "$@" | cut -f1,5,7-10
	return "${PIPESTATUS[0]}"
}

two_docs() {
	echo "$head"
	cells 2023/cixi/a.txt '甲县水利局' 1 2 1 3
	cells 2023/cixi/b.txt '甲县 林业局' 9 2 8 2
}

# waive LINES: a waiver file with a header
waive() {
	{ printf 'doc\tpublisher\trule\tcell\treason\n'
	printf '%b\n' "$@"; } >w.tsv
}

@test "without waivers all is found" {
	two_docs >c.tsv
	run -1 judge c.tsv
	[ "${#lines[@]}" -eq 3 ]
	[ "${lines[0]}" = $'2023/cixi/a.txt\tmy.sum\tfail\tg\tb\ty' ]
	[ "${lines[1]}" = $'2023/cixi/b.txt\tmy.sum\tfail\tg\tb\tx' ]
	[ "${lines[2]}" = $'2023/cixi/b.txt\tmy.small\tfail\tg\ta\tx' ]
}

@test "a waived finding is not printed and does not count" {
	two_docs >c.tsv
	waive '2023/cixi/a.txt\t\tmy.sum\tg.b.y\tagreed by telephone' \
		'2023/cixi/b.txt\t\tmy.sum\t\tsame'
	run -0 judge --waive w.tsv c.tsv
	[ "$output" = $'2023/cixi/b.txt\tmy.small\tfail\tg\ta\tx' ]
	run -1 judge --waive w.tsv --fail-on=warning c.tsv
}

@test "doc: the address, its end behind a slash, or a glob" {
	two_docs >c.tsv
	for doc in 2023/cixi/a.txt cixi/a.txt a.txt '*/a.txt' '?.txt' 'cixi/*' '*'; do
		waive "$doc\t\tmy.sum\tg.b.y\tr"
		[ "$(judge --waive w.tsv c.tsv | grep -c a.txt)" -eq 0 ] || {
			echo "$doc"
			false
		}
	done
	for doc in xi/a.txt a.tx A.txt '2023/*/c.txt' 2023; do
		waive "$doc\t\tmy.sum\tg.b.y\tr"
		[ "$(judge --waive w.tsv c.tsv | grep -c a.txt)" -eq 1 ] || {
			echo "$doc"
			false
		}
	done
}

@test "publisher: the name, whatever its spaces, or a glob; with doc, both" {
	two_docs >c.tsv
	for publisher in '甲县林业局' '甲县 林业局' '*林业局' '甲县*'; do
		waive "\t$publisher\tmy.*\t\tr"
		[ "$(judge --waive w.tsv c.tsv | grep -c b.txt)" -eq 0 ] || {
			echo "$publisher"
			false
		}
	done
	waive 'a.txt\t甲县林业局\t*\t\tr'
	[ "$(judge --waive w.tsv c.tsv | wc -l)" -eq 3 ]
}

@test "rule and cell may be globs; an empty cell means any" {
	two_docs >c.tsv
	waive '*\t\tmy.s*\tg.*.x\tr'
	[ "$(judge --waive w.tsv c.tsv)" = $'2023/cixi/a.txt\tmy.sum\tfail\tg\tb\ty' ]
	waive '*\t\t*\t\tr'
	run -0 judge --waive w.tsv c.tsv
	[ -z "$output" ]
}

@test "columns may be left out and stand in any order; a header may be missing" {
	two_docs >c.tsv
	printf 'reason\trule\tdoc\nr\t*\t*\n' >w.tsv
	run -0 judge --waive w.tsv c.tsv
	[ -z "$output" ]
	printf 'a.txt\t\tmy.sum\t\tr\r\n' >w.tsv
	[ "$(judge --waive w.tsv c.tsv | wc -l)" -eq 2 ]
}

@test "--all shows it as waived, with the reason; --stats counts it" {
	two_docs >c.tsv
	waive 'a.txt\t\tmy.sum\t\tagreed by telephone'
	run -1 "$check" --no-header --all --rules my.rules -r my.sum --waive w.tsv c.tsv
	[ "$(cut -f1,7,14 <<<"${lines[1]}")" = $'2023/cixi/a.txt\twaived\tagreed by telephone' ]
	run -1 "$check" --stats --rules my.rules -r my.sum --waive w.tsv c.tsv
	[ "${lines[0]}" = $'rule\tlevel\tpass\tfail\tunknown\tskip\twaived' ]
	[ "${lines[1]}" = $'my.sum\terror\t2\t1\t0\t0\t1' ]
	[ "${lines[2]}" = $'reports\terror\t1\t1\t0\t0\t0' ]
	run -1 "$check" --stats --rules my.rules -r my.sum c.tsv
	[ "${lines[1]}" = $'my.sum\terror\t2\t2\t0\t0' ]
}

@test "what cannot be judged can be waived too" {
	{ echo "$head"; cells a.txt '' 1 2 1 2 | head -n 3; } >c.tsv
	run -0 judge c.tsv
	[ "$output" = $'a.txt\tmy.sum\tunknown\tg\tb\ty' ]
	waive 'a.txt\t\tmy.sum\tg.b.y\tr'
	run -0 judge --waive w.tsv c.tsv
	[ -z "$output" ]
	# and counts as waived, then, with --all or without
	for all in '' --all; do
		# shellcheck disable=SC2086
		run -0 "$check" --stats $all --rules my.rules -r my.sum --waive w.tsv c.tsv
		[ "${lines[1]}" = $'my.sum\terror\t1\t0\t0\t0\t1' ]
		[ "${lines[2]}" = $'reports\terror\t1\t0\t0\t0\t0' ]
	done
}

@test "unused waivers are told of, by file and line, and change no status" {
	two_docs >c.tsv
	waive 'a.txt\t\tmy.sum\t\tr' 'c.txt\t\tmy.sum\t\tr' '*\t\tt3.total\t\tr' \
		'*\t\tmy.typo\t\tr'
	run -1 --separate-stderr judge --waive w.tsv c.tsv
	[ "$stderr" = "gx-check: w.tsv:3: this waiver was not used: no finding fits it
gx-check: w.tsv:5: this waiver was not used: no finding fits it" ]
	waive '*\t\tmy.*\t\tr' 'c.txt\t\tmy.sum\t\tr'
	run -0 --separate-stderr judge --waive w.tsv c.tsv
	[ -z "$output" ]
	[[ "$stderr" == 'gx-check: w.tsv:3: '* ]]
}

@test "several waiver files; mistakes are shown with file and line" {
	two_docs >c.tsv
	waive '*\t\tmy.sum\t\tr'
	cp w.tsv v.tsv
	waive '*\t\tmy.small\t\tr'
	run -0 judge --waive w.tsv --waive v.tsv c.tsv
	[ -z "$output" ]
	waive '*\t\t\t\tr' '\t\tmy.sum\t\tr' '*\t\tmy.sum\t\t ' 'a.txt\tmy.sum' \
		'*\t\tmy.sum\t\tgood'
	run -2 --separate-stderr judge --waive w.tsv c.tsv
	[ -z "$output" ]
	[ "$stderr" = "gx-check: w.tsv:2: the waiver names no rule; * means any
gx-check: w.tsv:3: the waiver names neither a doc nor a publisher; * means any
gx-check: w.tsv:4: the waiver gives no reason
gx-check: w.tsv:5: 2 fields, the header has 5" ]
	echo 'my.sum is wrong' >w.tsv
	run -2 judge --waive w.tsv c.tsv
	[ "$output" = 'gx-check: w.tsv:1: expected a line with the columns doc or publisher, rule, cell, reason' ]
	run -2 judge --waive none.tsv c.tsv
	[[ "$output" == 'gx-check: cannot open none.tsv: '* ]]
}

@test "a glob of many stars ends in good time" {
	{ echo "$head"
	cells "$(printf 'a%.0s' {1..3000}).txt" x 1 2 1 3; } >c.tsv
	waive "$(printf '*a%.0s' {1..200})*b\t\tmy.sum\t\tr"
	run -1 timeout 10 "$check" --rules my.rules -r 'my.*' --waive w.tsv c.tsv
	[ "$status" -eq 1 ]
}

@test "--baseline: only what was not there before" {
	two_docs >c.tsv
	"$check" --rules my.rules -r 'my.*' c.tsv >old.tsv || [ $? -eq 1 ]
	run -0 judge --baseline old.tsv c.tsv
	[ -z "$output" ]
	{ two_docs; cells 2023/cixi/c.txt '' 1 1 1 2; } >c.tsv
	run -1 judge --baseline old.tsv c.tsv
	[ "$output" = $'2023/cixi/c.txt\tmy.sum\tfail\tg\tb\ty' ]
	# the same rule in another cell is new
	{ echo "$head"; cells 2023/cixi/a.txt '' 2 2 1 3; } >c.tsv
	run -1 judge --baseline old.tsv c.tsv
	[ "$output" = $'2023/cixi/a.txt\tmy.sum\tfail\tg\tb\tx' ]
}

@test "--baseline: other order, lines, values and publishers make no difference" {
	two_docs >c.tsv
	"$check" --rules my.rules -r 'my.*' c.tsv >old.tsv || [ $? -eq 1 ]
	sort -r old.tsv >turned.tsv
	from=500
	{ echo "$head"
	cells 2023/cixi/b.txt '乙县林业局' 19 4 18 4
	cells ./2023/cixi/a.txt '' 1 5 1 7; } >c.tsv
	run -0 judge --baseline turned.tsv c.tsv
	[ -z "$output" ]
	run -0 "$check" --no-header --all --rules my.rules -r my.sum --baseline old.tsv c.tsv
	[ "$(cut -f7,14 <<<"${lines[0]}")" = $'waived\tstands in the baseline' ]
}

# A folder of two reports with a wrong row total in each.
folder() {
	mkdir -p "$1/cixi"
	"$(realpath "$(dirname "$check")/tests/gen")" --layout=tsv --seed=5 \
		--fault=rowtotal >"$1/cixi/a.txt"
	"$(realpath "$(dirname "$check")/tests/gen")" --layout=pipe --seed=6 \
		--fault=rowtotal >"$1/cixi/b.md"
}

sums() { "$check" -r 't3.*' "$@"; }

@test "--baseline: reports that moved are known by their path below the operand" {
	folder old
	sums old >old.tsv || [ $? -eq 1 ]
	[ "$(wc -l <old.tsv)" -ge 4 ]
	mkdir -p build/7
	mv old build/7/reports
	run -0 sums --no-header --baseline old.tsv "$PWD/build/7/reports/"
	[ -z "$output" ]
	tar -C build/7/reports -cf r.tar cixi
	run -0 sums --no-header --baseline old.tsv r.tar
	[ -z "$output" ]
	# a report that was not there is not taken for another one
	cp build/7/reports/cixi/a.txt build/7/reports/cixi/c.txt
	run -1 sums --no-header --baseline old.tsv build/7/reports
	[[ "$output" == build/7/reports/cixi/c.txt$'\t'* ]]
	[[ "$output" != *cixi/a.txt* ]]
}

@test "--baseline: the same path below several folders is not guessed at" {
	folder 2022
	folder 2023
	sums 2022 2023 >old.tsv || [ $? -eq 1 ]
	run -0 sums --no-header --baseline old.tsv 2022 2023
	[ -z "$output" ]
	mv 2022 elsewhere
	run -1 sums --no-header --baseline old.tsv elsewhere
	grep -v 2023/cixi/a.txt old.tsv >part.tsv
	# an operand that was there before keeps its own findings
	run -1 sums --no-header --baseline part.tsv 2023
	[[ "$output" == *2023/cixi/a.txt* ]]
	[[ "$output" != *2023/cixi/b.md* ]]
}

@test "--baseline: the current folder is the same operand as before, or another one" {
	local operands

	folder x
	mkdir -p r/sub
	cp x/cixi/a.txt r/sub/a.txt
	mv x/cixi/a.txt r/a.txt
	cd r
	for operands in . ./ "a.txt sub"; do
		# shellcheck disable=SC2086
		sums $operands >../old.tsv || [ $? -eq 1 ]
		run -0 sums --no-header --baseline ../old.tsv .
		[ -z "$output" ] || { echo "$operands"; false; }
		run -0 sums --no-header --baseline ../old.tsv ./
		[ -z "$output" ] || { echo "$operands"; false; }
		# a report that has gone does not make it another folder
		sed -n '1!s/^[^\t]*/z.txt/p' ../old.tsv | cat ../old.tsv - >../more.tsv
		run -0 sums --no-header --baseline ../more.tsv .
		[ -z "$output" ] || { echo "$operands"; false; }
		# a.txt of another folder is another report, as far as can be told
		cd sub
		run -1 sums --no-header --baseline ../../old.tsv .
		cd ..
	done
}

@test "--baseline: an address of very many parts is read in good time" {
	{ echo "$head"
	cells "$(printf 'a/%.0s' {1..60000})b" x 1 2 1 3; } >c.tsv
	"$check" --rules my.rules -r 'my.*' c.tsv >old.tsv || [ $? -eq 1 ]
	run -0 timeout 10 "$check" --no-header --rules my.rules -r 'my.*' \
		--baseline old.tsv c.tsv
	[ -z "$output" ]
}

@test "--baseline: what could not be judged then hides no failure now" {
	{ echo "$head"; cells a.txt '' 1 2 1 2 | head -n 3; } >c.tsv
	"$check" --rules my.rules -r my.sum c.tsv >old.tsv
	run -0 judge --baseline old.tsv c.tsv
	[ -z "$output" ]
	{ echo "$head"; cells a.txt '' 1 2 1 3; } >c.tsv
	run -1 judge --baseline old.tsv c.tsv
	[ "$output" = $'a.txt\tmy.sum\tfail\tg\tb\ty' ]
}

@test "--baseline: a file that is none is shown with file and line" {
	two_docs >c.tsv
	run -2 judge --baseline c.tsv c.tsv
	[ "$output" = 'gx-check: c.tsv:1: expected the records that gx-check writes (-f tsv)' ]
	"$check" --rules my.rules -r 'my.*' c.tsv >old.tsv || [ $? -eq 1 ]
	echo 'cut off' >>old.tsv
	run -2 judge --baseline old.tsv c.tsv
	[ "$output" = 'gx-check: old.tsv:5: 1 fields, the header has 14' ]
	: >old.tsv
	run -1 judge --baseline old.tsv c.tsv
	[ "${#lines[@]}" -eq 3 ]
}

@test "the records of before there were hints are a baseline too" {
	two_docs >c.tsv
	"$check" --rules my.rules -r 'my.*' c.tsv | cut -f1-13 >old.tsv
	run -0 judge --baseline old.tsv c.tsv
	[ -z "$output" ]
}
