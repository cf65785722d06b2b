#!/usr/bin/env bats
# What once broke a reader, and some plain inputs, through the fuzz targets.

load lib.bash
setup() { programs; }

@test "the corpus of every fuzz target goes through it" {
	local target name count=0

	for target in "$here"/fuzz_*.c; do
		name=$(basename "$target" .c)
		[ -d "$here/corpus/${name#fuzz_}" ] || continue
		run timeout 120 "$B/tests/$name" "$here/corpus/${name#fuzz_}"
		echo "$name: $output"
		[ "$status" -eq 0 ]
		[[ "$output" == *" inputs replayed" ]]
		count=$((count + 1))
	done
	[ "$count" -ge 2 ]
}

@test "every corpus belongs to a fuzz target" {
	local folder

	for folder in "$here"/corpus/*; do
		[ -f "$here/fuzz_$(basename "$folder").c" ]
		[ -n "$(ls "$folder")" ]
	done
}

@test "a fuzz target without input says so" {
	run "$B/tests/fuzz_text"
	[ "$status" -eq 1 ]
	[ "$output" = "0 inputs replayed" ]
}
