# Lines that are no record: told, counted with --skip-bad, kept with --rejects.

load lib

# is GOT WANTED
is() { [ "$1" = "$2" ] || { diff <(echo "$2") <(echo "$1"); false; }; }

setup() {
	programs
	report good.txt
}

head_of_rejects=$'doc\tline\treason\traw'

@test "--rejects keeps each line that does not fit, with its place and the reason" {
	printf 'k\tn\na\t1\nb\n\\tc\t3\t\\\\N\na\t7\n' >bad
	run --separate-stderr "$sum" -g k -s sum:n --rejects=rejected bad
	[ "$status" -eq 2 ]
	[ "$output" = $'k\tsum_n\na\t8' ]
	[ "${stderr_lines[0]}" = 'gx-sum: bad:3: 1 fields, the header has 2' ]
	[ "${stderr_lines[1]}" = 'gx-sum: bad:4: 3 fields, the header has 2' ]
	[ "${#stderr_lines[@]}" -eq 2 ]
	is "$head_of_rejects"$'\nbad\t3\t1 fields, the header has 2\tb\nbad\t4\t3 fields, the header has 2\t\\\\tc\\t3\\t\\\\\\\\N' \
		"$(<rejected)"
	run "$sum" -g doc,reason rejected
	[ "${lines[1]}" = $'bad\t1 fields, the header has 2\t1' ]
}

@test "--skip-bad counts them for each input, and is no trouble" {
	printf 'k\tn\na\t1\nb\na\t1\t1\n' >two
	printf 'k\tn\na\t1\nb\n' >one
	run --separate-stderr "$sum" -g k -s sum:n --skip-bad two one
	[ "$status" -eq 0 ]
	[ "$output" = $'k\tsum_n\na\t2' ]
	[ "$stderr" = $'gx-sum: two: 2 lines are left out\ngx-sum: one: 1 line is left out' ]
	run --separate-stderr "$sum" -g k -s sum:n --skip-bad --rejects=both two one
	[ "$status" -eq 0 ]
	[ "$(cut -f1,2 both | tail -n +2 | tr '\t\n' ': ')" = 'two:3 two:4 one:3 ' ]
}

@test "--rejects without anything to reject is a header, and takes the place of an old file" {
	echo old >rejected
	"$sum" -g k --rejects=rejected <<<$'k\tn\na\t1'
	is "$head_of_rejects" "$(<rejected)"
	"$table" --rejects=rejected good.txt >cells
	is "$head_of_rejects" "$(<rejected)"
}

@test "bytes that are no UTF-8 are kept as \\xHH, and the list is UTF-8" {
	# records on their way as a stream are not taken for another encoding
	printf 'k\tn\na\t1\nb\xff\xe4\xb8\t2\n' | "$sum" --records -g k -s sum:n \
		--skip-bad --rejects=rejected >/dev/null 2>&1
	is "$head_of_rejects"$'\n-\t3\tnot valid UTF-8\tb\\\\xFF\\\\xE4\\\\xB8\\t2' "$(<rejected)"
}

@test "a line longer than any may be is named, not kept" {
	{ printf 'k\tn\na\t1\n'; head -c 17M /dev/zero | tr '\0' x; printf '\na\t1\n'; } >long
	run --separate-stderr "$sum" --records -g k -s sum:n --skip-bad --rejects=rejected long
	[ "$status" -eq 0 ]
	[ "$output" = $'k\tsum_n\na\t2' ]
	[[ $(tail -n 1 rejected) == $'long\t3\tline longer than '*$' bytes\t' ]]
}

@test "a header that cannot be read is no line to leave out: the next one is not taken for it" {
	{ head -c 17M /dev/zero | tr '\0' x; printf '\nk\tn\na\t1\n'; } >long
	run --separate-stderr "$sum" --records -g k -s sum:n --skip-bad --rejects=rejected long
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[[ $stderr == 'gx-sum: long:1: line longer than '* ]]
	is "$head_of_rejects" "$(<rejected)"
	# where it is known what the columns are, it is one line of them
	run --separate-stderr "$sum" --columns=k,n -g k -s sum:n --skip-bad --rejects=rejected long
	[ "$status" -eq 0 ]
	[ "$output" = $'k\tsum_n\na\t1' ]
	[[ $(tail -n 1 rejected) == $'long\t1\tline longer than '* ]]
}

# To gx-sum a record with a text for a number is one, of which the text is not added.
@test "cells and blocks that do not fit are rejected by every program, also for what they say" {
	"$table" good.txt >cells
	{ head -n 20 cells; echo half a record; sed -n 21p cells | awk -F'\t' -v OFS='\t' '{ $8 = "1x"; $10 = "\\q\\x41\\\\ \\t"; print }'
	  tail -n +22 cells; } >bad
	sed 21d cells >less
	for program in table check sum; do
		run "${!program}" --skip-bad --rejects=rejected bad
		[ $program = sum ] || [ "$status" -le 1 ]
		is "$(sed -n 2p rejected)" \
			$'bad\t21\t1 fields, the header has 12\thalf a record'
		[ $program = sum ] || is "$(sed -n 3p rejected | cut -f1-3)" \
			$'bad\t22\tvalue is not a number: "1x"'
	done
	is "$("$check" --skip-bad -q bad)" "$("$check" less)"
	# the raw text is the record again, with escapes that would be written otherwise
	"$table" --skip-bad --rejects=rejected bad >/dev/null 2>&1
	is "$(tail -n 1 rejected | cut -f4- | sed 's/\\\\/\x01/g; s/\\t/\t/g; s/\x01/\\/g')" "$(sed -n 22p bad)"
	[[ $(sed -n 22p bad) == *$'\t\\q\\x41\\\\ \\t\t'* ]]
	"$split" good.txt | sed '9s/.*/x\ty/' >bad
	run "$table" --skip-bad --rejects=rejected bad
	[ "$status" -eq 0 ]
	[ "$(tail -n 1 rejected)" = $'bad\t9\t2 fields, the header has 7\tx\\ty' ]
}

@test "each program says how many were left out" {
	"$table" good.txt | sed '5s/.*/x/' >cells
	"$split" good.txt | sed '9s/.*/x/' >blocks
	for program in table check sum; do
		run --separate-stderr "${!program}" --skip-bad --rejects=rejected -o out cells
		[ "$stderr" = "gx-$program: cells: 1 line is left out" ]
		is "$(tail -n +2 rejected | cut -f1,2)" $'cells\t5'
	done
	run --separate-stderr "$sum" --form --skip-bad --rejects=rejected -o out cells blocks
	[ "$stderr" = $'gx-sum: cells: 1 line is left out\ngx-sum: blocks: 1 line is left out' ]
	is "$(tail -n +2 rejected | cut -f1,2)" $'cells\t5\nblocks\t9'
}

@test "many rejects are all kept, once" {
	{ printf 'k\tn\n'; seq 30000; } >bad
	"$sum" --records -g k --skip-bad --rejects=rejected bad 2>/dev/null
	is "$(tail -n +2 rejected | cut -f4 | cksum)" "$(seq 30000 | cksum)"
}

@test "lines of a large file are rejected with their numbers, for any number of threads" {
	{ printf 'k\tn\n'; seq 1500000 | sed 's/^/a\t/; 1250000s/$/\tx/'; } >large
	for jobs in 1 3; do
		run --separate-stderr "$sum" -j $jobs --records -g k -s count:n --skip-bad --rejects=rejected large
		[ "$status" -eq 0 ]
		[ "$output" = $'k\tcount_n\na\t1499999' ]
		[ "$stderr" = 'gx-sum: large: 1 line is left out' ]
		is "$(tail -n +2 rejected)" $'large\t1250001\t3 fields, the header has 2\ta\\t1250000\\tx'
	done
}

@test "records in an archive are rejected with the member's name" {
	printf 'k\tn\na\t1\nb\n' >bad
	tar -cf a.tar bad
	run "$sum" -g k -s sum:n --skip-bad --rejects=rejected a.tar
	[ "$status" -eq 0 ]
	[ "$(tail -n 1 rejected)" = $'a.tar/bad\t3\t1 fields, the header has 2\tb' ]
}

@test "--merge rejects lines of a damaged state" {
	printf 'k\tn\na\t1\nb\t2\n' >r
	"$sum" -g k -s sum:n --partial r | sed '$s/.*/x/' >p
	run --separate-stderr "$sum" --merge --skip-bad --rejects=rejected p
	[ "$status" -eq 0 ]
	[ "$output" = $'k\tsum_n\na\t1' ]
	[ "$stderr" = 'gx-sum: p: 1 line is left out' ]
	[[ $(tail -n 1 rejected) == $'p\t3\t1 fields, the header has '*$'\tx' ]]
	# one that has the fields, but not what they must say
	"$sum" -g k -s sum:n --partial r | sed '$s/2/z/' >p
	run "$sum" --merge --skip-bad --rejects=rejected p
	[ "$status" -eq 0 ]
	[[ $(tail -n 1 rejected) == $'p\t3\tnot a record that gx-sum --partial writes\t'* ]]
}

@test "--rejects where nothing can be written, or on the output, ends the run" {
	run "$sum" -g k --rejects=/nowhere/x <<<$'k\tn'
	[ "$status" -eq 2 ]
	[[ $output == *'cannot write /nowhere/x: '* ]]
	run "$sum" -g k --rejects=x -o x <<<$'k\tn'
	[ "$status" -eq 2 ]
	[ "$output" = 'gx-sum: --rejects and --output name the same file: x' ]
	[ ! -e x ]
	run bash -c "printf 'k\tn\na\t1\nb\n' | '$sum' -g k --rejects=/dev/full"
	[ "$status" -eq 2 ]
	[[ $output == *'cannot write /dev/full: '* ]]
	run "$sum" -g nothing --rejects=x -o y <<<$'k\tn\na\t1'
	[ "$status" -eq 2 ]
	[ ! -e x ]
	[ ! -e y ]
	[ -z "$(ls -A | grep '^\.')" ]
	# where the rejects cannot be written, the output does not appear either
	run bash -c "printf 'k\tn\na\t1\nb\n' | '$sum' -g k --skip-bad --rejects=/dev/full -o x"
	[ "$status" -eq 2 ]
	[ ! -e x ]
	[ -z "$(ls -A | grep '^\.')" ]
}

@test "--rejects takes the place of no input and no output, by whatever name" {
	printf 'k\tn\na\t1\nb\n' >in
	mkdir folder
	ln -s ../in folder/link
	ln -s x soft
	for names in './x x' 'soft x' 'x soft' "x $PWD/folder/../x"; do
		run "$sum" -g k --rejects=${names% *} -o ${names#* } in
		[ "$status" -eq 2 ]
		[ "$output" = "gx-sum: --rejects and --output name the same file: ${names% *}" ]
	done
	[ ! -e x ]
	# one name in two folders
	"$sum" -g k --skip-bad --rejects=folder/x -o x in
	is "$(head -n 1 x; head -n 1 folder/x)" $'k\tcount\n'"$head_of_rejects"
	said='gx-sum: --rejects would take the place of what is read or printed:'
	run "$sum" -g k --rejects=folder/link x in
	[ "$status" -eq 2 ]
	[ "$output" = "$said folder/link" ]
	run bash -c "'$sum' -g k --rejects=in <in"
	[ "$output" = "$said in" ]
	run bash -c "'$sum' -g k --rejects=x in >x"
	[ "$output" = "$said x" ]
	is "$(<in)" $'k\tn\na\t1\nb'
	# what is written in place takes none
	"$sum" -g k --skip-bad --rejects=/dev/stdout in >x 2>/dev/null
	is "$(sed '/^doc/,$d' x)" $'k\tcount\na\t1'
	# a device is nobody's alone
	"$sum" -g k --skip-bad --rejects=/dev/null -o /dev/null in </dev/null
	[ -z "$(find . -name '.?*')" ]
}
