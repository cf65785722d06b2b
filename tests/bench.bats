#!/usr/bin/env bats
# The benchmark with very small inputs: that it runs, not how fast anything is.

load lib.bash

setup_file() {
	cd "$BATS_TEST_DIRNAME/.." || return 1
	B=$(realpath "${B:-build}")
	export B RUNS=2 REPORTS=100 PAGES=3 DOCX=3 CELLS=2000
	export CORPORA="$BATS_FILE_TMPDIR/corpora"
	unset ONLY QUICK
}

setup() {
	case ${B-} in *-san) skip "times under the sanitizers say nothing" ;; esac
	bats_require_minimum_version 1.5.0
	cd "$BATS_TEST_DIRNAME/.." || return 1
}

@test "every group runs, no command fails and no output is wrong" {
	local title

	RESULTS="$BATS_TEST_TMPDIR/results.md" run -0 bench/run
	[[ "$output" != *WRONG* ]]
	[[ "$output" != *failed* ]]
	for title in $(sed -n "s/^\tgroup '\([^ ']*\).*/\1/p" bench/groups.bash); do
		[[ "$output" == *$'\n'"### $title"* ]]
	done
	[[ "$output" =~ [0-9]+' met, '[0-9]+' missed, '[0-9]+' not judged' ]]
	grep -q '^| .* | `gx-sum -j1 .* cells.tsv` |$' "$BATS_TEST_TMPDIR/results.md"
	grep -q '^- Linux' "$BATS_TEST_TMPDIR/results.md"
}

@test "what is read is made once, until a size changes" {
	ONLY=grep run -0 bench/run
	ONLY=grep run -0 bench/run
	[[ "$output" != *making* ]]
	CELLS=3000 ONLY=grep run -0 bench/run
	[[ "$output" == *'making cells: 3000'* ]]
	[[ "$output" != *'making reports'* ]]
	[ "$(wc -l <"$CORPORA/cells.tsv")" -eq 3001 ]
	[ "$(wc -l <"$CORPORA/fewcells.tsv")" -eq 121 ]
}

@test "a group that there is not is refused" {
	ONLY='sum none' run -2 bench/run
	[[ "$output" == *'no group none'* ]]
}

# spoilt NAME: the programs in a folder, with what stdin says in place of one
spoilt() {
	mkdir -p spoilt
	ln -sf "$B"/* spoilt
	rm "spoilt/$1"
	cat >"spoilt/$1"
	chmod +x "spoilt/$1"
}

@test "an output that depends on the threads or is a wrong total is told" {
	cd "$BATS_TEST_TMPDIR"
	spoilt gx-split <<-'END'
		#!/bin/sh
		case $* in *-j1*) echo 公开 ;; esac
		exec "$REAL/gx-split" "$@"
	END
	REAL=$B B=$PWD/spoilt ONLY=grep run -1 "$BATS_TEST_DIRNAME/../bench/run"
	[[ "$output" == *'WRONG: gx-split reports.tar.gz | grep -c 公开: something else with one thread'* ]]
	need mawk
	spoilt gx-sum <<-'END'
		#!/bin/sh
		"$REAL/gx-sum" "$@" | sed '$s/[0-9]*$/&1/'
	END
	REAL=$B B=$PWD/spoilt ONLY=sum run -1 "$BATS_TEST_DIRNAME/../bench/run"
	[[ "$output" == *'WRONG: gx-sum -j1 '*': not the totals of mawk'* ]]
	[[ "$output" == *'outputs were wrong'* ]]
}
