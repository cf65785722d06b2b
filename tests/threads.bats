#!/usr/bin/env bats
# Any number of threads gives the same records, messages and status.

load lib.bash

setup_file() {
	programs
	cd "$BATS_FILE_TMPDIR" || return 1
	mkdir -p in/b
	"$gen" --count=300 --dir=in/a --seed=3 --fault=none,detail,t4total,image,order492
	"$gen" --count=40 --seed=4 --tar | gzip >in/b/more.tar.gz
	"$gen" --count=40 --seed=5 --tar >in/b/looks-like-a-report.txt
	"$gen" --seed=6 --layout=tsv | iconv -t GB18030 >in/b/gb.txt
	"$table" in/a >in/records.txt
	head -c 5000 /dev/urandom >in/a/noise.txt
	: >in/c-empty.txt
	head -c 3000 in/b/more.tar.gz >in/b/zut.tar.gz
	ln -s nowhere in/lost.txt
	(cd in && zip -qr ../all.zip a b)
}

setup() {
	programs
	cd "$BATS_FILE_TMPDIR" || return 1
}

# alike COMMAND...: with 1, 2, 3 and 9 threads
alike() {
	local j status

	for j in 1 2 3 9; do
		status=0
		LC_ALL=C.UTF-8 "$@" -j "$j" >"out.$j" 2>"err.$j" || status=$?
		echo "$status" >>"err.$j"
		cmp out.1 "out.$j"
		diff err.1 "err.$j"
	done
	[ "$(wc -l <out.1)" -gt 10 ]
}

@test "gx-split, gx-table: folders with archives, records and damage in them" {
	alike "$split" in/a in/b in/c-empty.txt in/lost.txt
	alike "$table" in
	grep -q 'noise.txt' err.1
	grep -q 'c-empty.txt' err.1
}

@test "gx-check: folders, and rules across reports" {
	alike "$check" --all in/a in/b
	alike "$check" --stats all.zip
}

@test "gx-sum: reports, foreign tables and archives" {
	printf 'name\tvalue\na\t1\nb\t2\na\t3\n' >in/a/zz.txt
	alike "$sum" -g doc in/a
	rm in/a/zz.txt
	alike "$sum" all.zip in/b
}

@test "long files among short ones, with what is said of them" {
	mkdir mixed
	for i in {100..180}; do
		printf '一、总体情况\n\xff\n' >mixed/$i.txt
		((i < 150 || i % 4)) || seq -f '第 %.0f 段' 150000 >>mixed/$i.txt
		((i % 7)) || : >mixed/$i.txt
	done
	alike "$split" mixed
	[ "$(wc -l <err.1)" -eq 82 ]
	rm -r mixed
}

@test "an archive, a member of it, and standard input" {
	alike "$table" all.zip
	alike "$table" all.zip/b
	for j in 1 2 5; do
		"$table" -j "$j" <all.zip >"out.$j" 2>/dev/null || [ $? -eq 2 ]
		cmp out.1 "out.$j"
	done
}

@test "many parcels at once, in order" {
	"$gen" --count=900 --seed=9 --layout=tsv,cells,pipe --tar >many.tar
	alike "$table" many.tar
	alike "$split" many.tar
	alike "$check" many.tar
}

@test "records become reports in several threads, in order, with what is said of them" {
	"$gen" --count=80 --seed=13 --layout=tsv,html,glued --tar >source.tar
	"$split" source.tar >blocks.tsv
	"$table" source.tar >cells.tsv
	# one that comes back, and a line that is none
	{ cat blocks.tsv; sed -n '2,3p' blocks.tsv; } |
		sed '900s/\tcell\t/\tno\t/; 5000s/\tcell\t/\tno\t/' >bad.tsv
	alike "$table" blocks.tsv
	cmp out.1 cells.tsv
	alike "$table" bad.tsv
	[ "$(grep -c 'bad.tsv:' err.1)" -eq 3 ]
	grep -q 'several places' err.1
	alike "$check" bad.tsv cells.tsv
	alike "$sum" --form blocks.tsv
}

@test "documents of a few records each" {
	"$split" in/a | awk -F '\t' 'NR == 1 || $5 == "title" || $5 == "date"' >few.tsv
	[ "$(wc -l <few.tsv)" -gt 600 ]
	alike "$table" few.tsv
	alike "$check" --all few.tsv
}

@test "a pipe that is empty now and then loses nothing" {
	"$gen" --count=60 --seed=11 --layout=tsv,docx,html --tar >slow.tar
	"$table" -j 1 - <slow.tar >out.1
	for j in 2 5; do
		{
			for i in {0..120}; do
				dd if=slow.tar bs=9000 skip="$i" count=1 status=none
				sleep 0.002
			done
			dd if=slow.tar bs=9000 skip=121 status=none
		} | "$table" -j "$j" >"out.$j"
		cmp out.1 "out.$j"
	done
}

# within SECONDS COMMAND...: it succeeds before they are over
within() {
	local end=$((SECONDS + $1))

	while ! "${@:2}"; do
		[ "$SECONDS" -lt "$end" ] || return 1
		sleep 0.05
	done
}

holds() {
	grep -q "$1" "$2"
}

# passes_on OPTIONS: what comes of the first part of the input is out before the
# second part comes
passes_on() {
	local writer

	rm -f way out
	mkfifo way
	{
		cat first
		within 20 holds 'one.txt' out && touch in-time
		cat second
	} >way &
	writer=$!
	rm -f in-time
	"$table" "$@" <way >out
	wait $writer
	[ -e in-time ]
	grep -q 'two.txt' out
}

@test "a report is passed on before the next one comes" {
	"$gen" --seed=8 --layout=cells >one.txt
	sed 's/^一、.*/&。/' one.txt >two.txt
	"$split" one.txt two.txt >blocks
	grep -v ^two blocks >first
	grep ^two blocks | head -n 1 >>first
	grep ^two blocks | tail -n +2 >second
	passes_on
	tar -cf both.tar --format=ustar one.txt two.txt
	at=$((512 * ($(wc -c <one.txt) / 512 + 2)))
	head -c $((at + 512)) both.tar >first
	tail -c +$((at + 513)) both.tar >second
	passes_on -j 1
	passes_on -j 4
}

@test "a report is passed on before a named pipe is opened that nobody writes to" {
	local i j

	mkfifo nobody
	"$table" in/b/gb.txt >whole
	for j in 1 3; do
		: >soon
		"$table" -j $j in/b/gb.txt nobody >soon 3>&- &
		for ((i = 0; i < 100; i++)); do
			! cmp -s whole soon || break
			sleep 0.1
		done
		cmp whole soon
		echo last >nobody
		wait $!
	done
	rm nobody soon whole
}

@test "what is said while results are merged comes in the same order" {
	mkdir between
	for i in {1..20}; do
		"$gen" --seed="$i" >between/r$i.txt
		: >between/r${i}z.txt
	done
	alike "$sum" -g doc,row -s sum:raw between
	grep -q 'r10z.txt' err.1
}

# much FILE: 14 MB of cells, in which reports come and go
much() {
	"$gen" --count=40 --seed=21 --tar | "$table" - >"$1.part"
	head -n 1 "$1.part" >"$1"
	for i in {1..14}; do
		sed "1d; s,^-/,$((i * 7 % 5))/," "$1.part"
	done >>"$1"
	[ "$(stat -c %s "$1")" -gt 13000000 ]
}

@test "gx-sum: a large file of records is read in ranges" {
	much much.tsv
	alike "$sum" much.tsv
	alike "$sum" -g doc,table,row -s min:line,max,mean,count:raw --mixed much.tsv
	alike "$sum" --facts -g row,doc -s records,distinct:value much.tsv
	alike "$sum" --partial -g doc much.tsv much.tsv all.zip
	{ echo first; cat much.tsv; } >behind
	for j in 1 3; do
		{ read -r line; "$sum" -j $j - ; } <behind >out.$j
	done
	cmp out.1 out.3
	cmp out.1 <("$sum" much.tsv)
}

@test "gx-sum: what is odd in a large file is told as if it was read in one go" {
	much much.tsv
	alike "$sum" -g org -s sum much.tsv # cells of different names
	grep -q 'or --mixed' err.1
	alike "$sum" -s sum:raw,count much.tsv # texts among the numbers
	grep -q 'not a number' err.1
	{ cat much.tsv; echo lost; } >odd.tsv
	alike "$sum" odd.tsv
	grep -q ":$(wc -l <odd.tsv): " err.1
	{ cat much.tsv; awk -F'\t' 'BEGIN { OFS = FS } { t = $8; $8 = $11; $11 = t; print }' \
		much.tsv.part; cat much.tsv.part; } >odd.tsv
	alike "$sum" odd.tsv # the columns change places for a while
	diff <("$sum" much.tsv much.tsv.part much.tsv.part) out.1
	{ printf '\xef\xbb\xbf'; sed 's/$/\r/' much.tsv; } >odd.tsv
	alike "$sum" odd.tsv
	diff <("$sum" much.tsv) out.1
	{ sed 1d much.tsv; printf '%s' "$(tail -n 1 much.tsv)"; } >odd.tsv
	alike "$sum" odd.tsv # no header, no line end
	{ cat much.tsv; tail -n 1 much.tsv; } | cmp out.1 <("$sum" -)
	{ head -n 1 much.tsv; tr '\n' ' ' <much.tsv; sed 1d much.tsv; } >odd.tsv
	alike "$sum" odd.tsv # a line as long as several ranges
}

@test "gx-sum: a header that comes back is one for every thread, a backslash in it too" {
	awk 'BEGIN {
		OFS = "\t"
		print "town", "x\\y"
		for (i = 0; i < 1400000; i++) {
			if (i == 1200000)
				print "town", "x\\y"
			print "town " i % 15, i
		}
	}' >town.tsv
	[ "$(stat -c %s town.tsv)" -gt 16000000 ]
	alike "$sum" --records -g town -s count town.tsv
	! grep -x $'town\t.*' <(sed 1d out.1)
	[ "$(wc -l <out.1)" -eq 16 ]
}

@test "names of one file are told in order, however many they are" {
	mkdir names
	"$gen" >names/a.txt
	for i in {100..400}; do
		ln names/a.txt names/b$i.txt
	done
	alike "$table" names
}

@test "a full disk ends the program once, with one message" {
	[ -c /dev/full ] || skip "no /dev/full"
	run -2 --separate-stderr sh -c "'$table' -j 4 many.tar >/dev/full"
	[ "$(printf '%s\n' "$stderr" | wc -l)" -eq 1 ]
}
