#!/usr/bin/env bats
# The command line: what every program takes there, and what it refuses.

load lib.bash

setup() {
	programs
	"$gen" --seed=3 --layout=tsv >a.txt
}

# refuses MESSAGE PROGRAM ARGUMENTS...: wrong usage, told with that message alone
refuses() {
	run -2 --separate-stderr "${@:2}" a.txt
	[ -z "$output" ]
	[ "$stderr" = "${2##*/}: $1" ]
}

@test "a size has units, and one beyond those of the machine is refused" {
	for size in 18446744073709551615 17179869183G 67108864 65536K 64m 1G; do
		"$split" --max-document=$size a.txt | cmp - <("$split" a.txt)
	done
	for size in 18446744073709551616 17179869184G 999999999999999999999999k; do
		refuses "--max-document: $size is too large" "$split" --max-document=$size
	done
	for size in '' x -1 +1 ' 1' 1.5 1KB 1T 1k1 0x10; do
		refuses "--max-document wants a number, not \"$size\"" "$split" --max-document="$size"
	done
}
