#!/usr/bin/env bats
# --pre: documents go through a command of the user's first.

load lib.bash

setup() {
	programs
	export TMPDIR="$BATS_TEST_TMPDIR/tmp"
	mkdir "$TMPDIR"
	"$gen" --seed=2 --layout=tsv >report.txt
	"$table" report.txt >expected
	tr a-zA-Z n-za-mN-ZA-M <report.txt >turned.rot
	echo 'tr a-zA-Z n-za-mN-ZA-M <"$1"' >turn
}

teardown() {
	[ -z "$(ls "$TMPDIR")" ] # whatever happened, no temporary file stays
}

# same FILE NAME: its records are those of the report, but for the address
same() {
	diff <(cut -f 2- expected) <(cut -f 2- "$1")
	[ "$(sed 1d "$1" | cut -f 1 | uniq)" = "$2" ]
}

@test "a document is what the command prints of it" {
	"$table" --pre '*.rot=sh turn' turned.rot >out
	same out turned.rot
	"$table" --pre '*.rot=sh turn {}' report.txt >out
	same out report.txt
}

@test "members of archives too, in any number of threads" {
	mkdir in
	for i in {1..30}; do
		cp turned.rot in/$i.rot
	done
	tar -czf all.tar.gz in
	for j in 1 4; do
		"$table" -j $j --pre '*.rot=sh turn' all.tar.gz >out.$j
		"$table" -j $j --pre '*.rot=sh turn' in >out.in.$j
	done
	cmp out.1 out.4
	cmp out.in.1 out.in.4
	[ "$(cut -f 1 out.1 | uniq | wc -l)" -eq 31 ]
}

@test "the first option that fits is taken" {
	"$table" --pre 'no*=false' --pre 'tur*=cat' --pre '*=false' turned.rot >out
	[ "$(wc -l <out)" -gt 100 ]
}

@test "no shell sees the command or the name; the suffix stays" {
	name='a b$(touch oops);`touch oops`.rot'
	cp report.txt "$name"
	printf '%s\n' 'case $1 in *.rot) cat "$1";; *) exit 9;; esac' >suffix
	"$table" --pre '*.rot=sh suffix' "$name" >out
	same out "$name"
	run -2 "$table" --pre '*.rot=cat {} ; touch oops' "$name"
	[ ! -e oops ]
}

@test "the file of -o is not open in a command" {
	[ -d /proc/self/fd ] || skip "no /proc"
	echo 'ls -l /proc/$$/fd >open; cat "$1"' >looks
	"$table" --pre '*.txt=sh looks' -o result report.txt
	cmp result expected
	[ -s open ]
	! grep result open
}

@test "what goes wrong is told, and the others are still read" {
	run -2 --separate-stderr "$table" --pre '*.rot=false' turned.rot report.txt
	[ "$output" = "$(cat expected)" ]
	[ "$stderr" = "gx-table: turned.rot: --pre: false ended with status 1" ]
	run -2 --separate-stderr "$table" --pre '*.rot=no-such-command' turned.rot
	[ "$stderr" = "gx-table: turned.rot: --pre: cannot run no-such-command" ]
	echo 'kill -9 $$' >dies
	run -2 --separate-stderr "$table" --pre '*.rot=sh dies' turned.rot
	[ "$stderr" = "gx-table: turned.rot: --pre: sh was ended by signal 9" ]
	TMPDIR=/no/such run -2 "$table" --pre '*=cat' report.txt
	[[ "$output" == *"no temporary file: "*" (TMPDIR says where)"* ]]
}

@test "a command has so much time and so much room" {
	echo 'sleep 30 & sleep 30' >sleeps
	run -2 timeout 10 "$table" --pre '*.rot=sh sleeps' --pre-timeout=1 turned.rot
	[[ "$output" == *"ran longer than 1 s"* ]]
	echo 'exec >&-; sleep 30' >shuts
	run -2 timeout 10 "$table" --pre '*.rot=sh shuts' --pre-timeout=1 turned.rot
	[[ "$output" == *"ran longer than 1 s"* ]]
	echo 'yes' >prints
	run -2 timeout 10 "$table" --pre '*.rot=sh prints' --max-document=100k turned.rot
	[[ "$output" == *"printed more than 102400 bytes"* ]]
}

@test "a command is ended in time also when signals come" {
	echo ': >begun; sleep 8' >sleeps
	"$table" -j1 --pre '*.rot=sh sleeps' --pre-timeout=1 turned.rot 2>err &
	for ((i = 0; i < 100; i++)); do
		[ ! -e begun ] || break
		sleep 0.1
	done
	for i in 1 2 3 4 5; do
		kill -USR1 $!
		sleep 0.1
	done
	status=0
	wait $! || status=$?
	[ "$status" -eq 2 ]
	grep -q 'ran longer than 1 s' err
}

@test "a command that ended is known to, when the caller ignores its children" {
	env --ignore-signal=CHLD true || skip "this env ignores no signals"
	env --ignore-signal=CHLD "$table" --pre '*.rot=sh turn' turned.rot >out
	same out turned.rot
}

@test "the time has a limit, the words of a command have none" {
	run -2 "$table" --pre '*.rot=sh turn' --pre-timeout=2147484 turned.rot
	[[ "$output" == *"--pre-timeout can be 2147483 at most" ]]
	"$table" --pre '*.rot=sh turn' --pre-timeout=2147483 turned.rot >out
	same out turned.rot
	echo 'shift 99; . ./turn' >last
	"$table" --pre "*.rot=sh last $(printf 'word %.0s' {1..99}) {}" turned.rot >out
	same out turned.rot
}

@test "a time of 0 is no limit" {
	echo 'sleep 0.3; sh turn "$1"; exec >&-; sleep 0.3' >sleeps
	"$table" --pre '*.rot=sh sleeps' --pre-timeout=0 turned.rot >out
	same out turned.rot
}

@test "an option that says nothing is refused" {
	for option in '*.rot' '=cat' '*.rot='; do
		run -2 "$table" --pre "$option" report.txt
		[[ "$output" == *"--pre wants GLOB=COMMAND, not \"$option\""* ]]
	done
}

# busy: two converters run, which tell their numbers in pids; the
# first is done long before the second
busy() {
	mkdir in
	cp turned.rot in/a.rot
	cp turned.rot in/b.late
	cat >slowly <<-'END'
		echo $$ >>pids
		for i in 1 2 3 4 5 6 7 8 9 10; do
			[ "$(wc -l <pids)" -eq 2 ] || sleep 0.3
		done
		case $1 in *.late) sleep 8 ;; esac
		cat "$1"
	END
}

none_runs() {
	local pid

	[ -d /proc/self ] || skip "no /proc"
	[ "$(wc -l <pids)" -eq 2 ]
	sleep 0.1
	for pid in $(cat pids); do # one that nobody has waited for is over, too
		run ! grep -q '^State:.[^Z]' "/proc/$pid/status"
	done
}

@test "commands that run when the program dies are ended" {
	[ -c /dev/full ] || skip "no /dev/full"
	busy
	run -2 timeout 20 sh -c "'$table' -j 4 --no-header --line-buffered \
		--pre '*=sh slowly' in >/dev/full"
	none_runs
}

@test "an interruption leaves no command and no file" {
	busy
	"$table" -j 4 --pre '*=sh slowly' -o out in &
	for i in {1..100}; do
		[ -e pids ] && [ "$(wc -l <pids)" -eq 2 ] && break
		sleep 0.1
	done
	kill $!
	status=0
	wait $! || status=$?
	[ "$status" -eq 143 ]
	none_runs
	[ -z "$(find . -name '*out*')" ]
}

@test "a reader that goes away leaves no command and no file" {
	busy
	run bash -c "'$table' -j 4 --line-buffered --pre '*=sh slowly' in | head -n 1
		echo \${PIPESTATUS[0]}"
	[ "${lines[1]}" = 141 ]
	none_runs
	echo 'sleep 0.5; exit 1' >fails
	run bash -c "'$table' -j 4 --pre '*=sh fails' -o out in 2>&1 | :
		echo \${PIPESTATUS[0]}"
	[ "$output" = 141 ]
	[ -z "$(find . -name '*out*')" ]
}
