#!/usr/bin/env bats
# gx-check on many generated reports: sound ones have no finding to look at, and
# one fault is found under its rule.
bats_require_minimum_version 1.5.0

setup() {
	gen="$(realpath "${B:-build}/tests/gen")"
	check="$(realpath "${B:-build}/gx-check")"
	export LC_ALL=C.UTF-8
	cd "$BATS_TEST_TMPDIR"
}

@test "sound reports in every layout, with noise: no error and no warning" {
	"$gen" --count=1500 --noise --tar --seed=41 >sound.tar
	# agencies repeat among so many
	run -0 "$check" --no-header -x 'y.*' -x p.twice --fail-on warning sound.tar
	[ -z "$(awk -F'\t' '$7 == "fail" && $6 != "note"' <<<"$output")" ]
}

# found FAULT: of how many reports of 100 the rules of the fault find something
found() {
	"$gen" --count=100 --noise --tar --seed=43 --fault="$1" >fault.tar
	"$gen" --list | awk -F'\t' -v f="$1" '$1 == "fault" && $2 == f { print $3 }' |
		tr ' ' '\n' >rules
	"$check" --no-header fault.tar | awk -F'\t' 'NR == FNR { rule[$1]; next }
		$7 == "fail" && $5 in rule && !doc[$1]++ { n++ } END { print n + 0 }' rules -
}

@test "one fault is found under its rule, in every layout" {
	for fault in detail rowtotal balance coltotal t4total t4cell order492 nosection \
	    order image oldform noyear yearmismatch received answered parts latedate \
	    otheryear growth lostnumber missingrow; do
		n=$(found $fault)
		[ "$n" -ge 99 ] || { echo "$fault: $n of 100"; false; }
	done
}

@test "figures that are run together are told as a note, lost ones as a warning" {
	"$gen" --seed=21 --layout=glued --form=2021 >a.txt
	for figures in 3112=s.glued,note,glued,1 31=s.unplaced,warning,unplaced,1; do
		sed "s/行政规范性文件[0-9]*第/行政规范性文件${figures%=*}第/" a.txt >b.txt
		run -0 "$check" --no-header -r s.glued -r s.unplaced b.txt
		[ "$(grep -w t2 <<<"$output" | cut -f5,6,10,11 | tr '\t' ,)" = "${figures#*=}" ]
	done
}
