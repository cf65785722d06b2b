#!/usr/bin/env bats
# What is said while the work lasts: a line on a terminal, nothing in a file.

load lib.bash

setup() {
	programs
	"$gen" --seed=3 --form=2021 --layout=tsv >a.txt
	mkfifo slow
}

# trickle: a.txt comes through the pipe slow, in two pieces with some time between.
# Nobody waits for the writer (bats would, for 3) should the program never read.
trickle() {
	{ head -c 2000 a.txt; sleep 2.2; tail -c +2001 a.txt; } >slow 3>&- &
}

# on_terminal COMMAND: what appears on a terminal, with \r as line ends
on_terminal() {
	need script
	script -qec "$1" /dev/null </dev/null | tr '\r' '\n'
}

@test "on a terminal a line comes after two seconds and is wiped at the end" {
	trickle
	run on_terminal "'$table' slow a.txt >out"
	[ "$status" -eq 0 ]
	[[ "$output" =~ 'gx-table: '[0-9.]+' kB, 0:02, '[0-9.]+' kB/s'$'\e[K' ]]
	[[ "${lines[-1]}" == $'\e[K' ]]
	[ "$(grep -c '^slow' out)" -gt 100 ]
}

@test "where the size is known, so is the time left" {
	cp a.txt b.txt
	echo 'sleep 2.2; cat "$1"' >slowly
	run on_terminal "'$table' -j1 --pre 'b.*=sh slowly' a.txt b.txt a.txt >out"
	[[ "$output" =~ 'gx-table: 2 documents, '[0-9.]+' kB of '[0-9.]+' kB, 0:02, '[0-9.]+' kB/s, 0:0'[0-9]+' left' ]]
}

# silent NAME COMMAND: a terminal stays without a line while the command has slow
# on its standard input
silent() {
	mkdir "$1"
	cd "$1" || return
	cp ../a.txt .
	mkfifo slow
	trickle
	on_terminal "$2; cat err 2>&-" >shown
	[ -s shown ] || [ -s out ]
	! grep kB shown
}

@test "no line on a terminal that the records go to, in a pipe, in a file, or unwanted" {
	local jobs=()

	need script
	silent records "'$table' slow" & jobs+=($!)
	silent pipe "'$table' <slow >out" & jobs+=($!)
	silent file "'$table' slow 2>err >out" & jobs+=($!)
	silent unwanted "'$table' --no-progress slow >out" & jobs+=($!)
	silent quiet "'$table' -q slow >out" & jobs+=($!)
	silent dumb "TERM=dumb '$table' slow >out" & jobs+=($!)
	for job in "${jobs[@]}"; do
		wait "$job"
	done
}

@test "--progress tells it in a file too, and leaves a last line" {
	trickle
	run --separate-stderr "$table" --progress slow
	[ "$status" -eq 0 ]
	[[ "${stderr_lines[0]}" =~ ^'gx-table: '[0-9.]+' kB, 0:02, ' ]]
	[[ "${stderr_lines[-1]}" =~ ^'gx-table: 1 document, '[0-9.]+' kB, 0:02, '[0-9.]+' kB/s'$ ]]
	run --separate-stderr env LC_ALL=zh_CN.UTF-8 "$table" --progress a.txt
	[[ "$stderr" == 'gx-table: 1 份文档，'*' kB，0:00'* ]]
}

@test "of --progress and --no-progress the last one counts" {
	run --separate-stderr "$table" --progress --no-progress a.txt
	[ -z "$stderr" ]
	run --separate-stderr "$table" --no-progress --progress -q a.txt
	[[ "$stderr" == 'gx-table: 1 document, '* ]]
}

# counted OPTIONS: the size that the last line tells of records.tsv
counted() {
	{ "$sum" --progress --records -g town -s count "$@" records.tsv 2>&1 >out || true; } |
		sed -n '$s/^gx-sum: \(.*\), 0:.*/\1/p'
}

@test "bytes count once, whether threads have read them, or in vain" {
	awk 'BEGIN {
		print "town\tn"
		for (i = 0; i < 1100000; i++)
			print "town " i % 15 "\t" i
	}' >records.tsv
	tenths=$(($(stat -c %s records.tsv) / 100000))
	size="$((tenths / 10)).$((tenths % 10)) MB"
	[ "$(counted -j1)" = "$size" ]
	[ "$(counted -j3)" = "$size" ]
	echo 'no record' >>records.tsv
	[ "$(counted -j1)" = "$size" ]
	[ "$(counted -j3)" = "$size" ]
}

@test "a message wipes the line first" {
	trickle
	run on_terminal "'$table' slow nofile >out"
	[[ "$output" == *$'\n\e[Kgx-table: nofile: cannot open:'* ]]
}

@test "SIGUSR1 asks for the line, and the work goes on" {
	# once the pipe is open at both ends the program expects the signal
	{ : >ready; cat a.txt; sleep 1; } >slow 3>&- &
	"$table" --no-progress slow >out 2>err 3>&- &
	for _ in {1..200}; do
		[ ! -e ready ] || break
		sleep 0.05
	done
	for _ in {1..50}; do
		[ "$(wc -c <err)" -eq 0 ] || break
		kill -USR1 $! && sleep 0.05
	done
	wait $!
	[[ "$(head -n 1 err)" =~ ^'gx-table: '[0-9.]+' kB, 0:00' ]]
	"$table" a.txt | cut -f2- | diff - <(cut -f2- out)
}
