#!/usr/bin/env bats
# The functions that the programs are made of, one by one: see unit.c.

load lib.bash
setup() { programs; }

unit() {
	run "$B/tests/unit" "$1"
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "every test of unit.c is run here" {
	diff <("$B/tests/unit" | LC_ALL=C sort) \
		<(sed -n 's/^@test .*{ unit \([a-z0-9_]*\); }$/\1/p' \
			"$here/unit.bats" | LC_ALL=C sort)
}

@test "an arena gives zeroed, aligned memory and copies" { unit arena; }
@test "a buffer grows and can be used again" { unit buf; }
@test "deflated bytes come out whole or are refused" { unit inflate; }
@test "many words are found in one pass, the longest first" { unit needles; }
@test "what is put away is found again, in memory or in a file" { unit spill; }
@test "nothing put away, or nothing read again" { unit spill_nothing; }
@test "pieces of work are finished in order, and nobody sleeps while there are more" { unit pool; }
@test "a text that came before is known, from memory or from a file" { unit seen; }
@test "few keys are found at one look" { unit perfect; }
@test "a map keeps the first value of a key" { unit map; }
@test "texts that lie elsewhere lead to their numbers" { unit ids; }
@test "text is trimmed, found and compared byte by byte" { unit str; }
@test "a text is trimmed whatever character it ends in" { unit trim_ends; }
@test "text is split into all its parts" { unit str_split; }
@test "short texts are the same in every byte, or not the same" { unit str_same; }
@test "parts are the same 64 bytes at a time" { unit str_parts; }
@test "a decimal is read exactly or not at all" { unit dec_parse; }
@test "decimals are added and multiplied without rounding" { unit dec_exact; }
@test "a decimal that does not fit is refused" { unit dec_overflow; }
@test "a sum does not depend on the order of its terms" { unit dec_order; }
@test "a mean is rounded half away from zero" { unit dec_mean; }
@test "decimals are compared by value" { unit dec_compare; }
@test "UTF-8 without surrogates and overlong forms is valid" { unit utf8_valid; }
@test "every character is written and read" { unit utf8_all; }
@test "broken UTF-8 is walked byte by byte, both ways" { unit utf8_broken; }
@test "a text that is cut ends with a whole character" { unit utf8_cut; }
@test "the width and kind of a character" { unit utf8_width; }
@test "a field survives its escapes" { unit tsv_escapes; }
@test "an escape that is none stays as it is" { unit tsv_unknown_escapes; }
@test "a header is known wherever it stands" { unit tsv_header; }
@test "another header changes the columns" { unit tsv_other_header; }
@test "records without a header are known by their kind" { unit tsv_headerless; }
@test "a ragged line is an error and the next one is read" { unit tsv_ragged; }
@test "32 bytes at a time find the same fields and lines as one" { unit cut; }
@test "parts between bars lose the blanks around them" { unit padded; }
@test "a line of text says what stands in it, found 32 bytes at a time or one" { unit text_lines; }
@test "text without control characters is known 32 bytes at a time and one by one" { unit wide_clean; }
@test "text that is copied is looked at 64 bytes at a time" { unit wide_copy; }
@test "the first of sixteen bytes at once" { unit first_lane; }
@test "a look at a paragraph tells the same on any machine" { unit glance; }
@test "numerals and words are seen wherever they stand" { unit glance_sees; }
@test "where characters stand that matter is found 64 at a time and one by one" { unit spots; }
@test "32 bytes at a time are UTF-8 when one by one are" { unit wide_utf8; }
@test "the same Chinese characters are found many at a time and one by one" { unit wide_han; }
@test "CR LF, byte order mark, no last line end" { unit tsv_line_ends; }
@test "bytes that are no UTF-8 are an error of their line" { unit tsv_bad_bytes; }
@test "a failed read ends the records" { unit tsv_failed_read; }
@test "lines and fields have limits" { unit tsv_limits; }
@test "records are recognised by their first line" { unit tsv_recognise; }
@test "text is folded for comparison" { unit fold_text; }
@test "labels are folded to one form" { unit fold_label; }
@test "the numeral of a heading" { unit fold_numeral; }
@test "what folding keeps stands in the folded text" { unit fold_keeps; }
@test "the numbers of laws, without folding" { unit fold_number; }
@test "dates in all styles" { unit date; }
@test "dates anywhere in a text" { unit date_anywhere; }
@test "years in all styles" { unit date_year; }
@test "digits are counted, however many" { unit digits; }
@test "the value, unit and flags of a cell" { unit value; }
@test "the words of the flags" { unit value_flags; }
@test "what is a figure, and the unit of a label" { unit value_figure; }
@test "the sketch of a text is that of its sequences, one after the other" { unit sketch; }
@test "rows are aligned where only one way is good" { unit align; }
@test "likeness and distance of labels" { unit align_likeness; }
@test "figures run together are cut where there is one way" { unit loose_split; }
@test "keys and flags of cells" { unit cell_key; }
@test "a report finds its cells and writes them" { unit report; }
@test "the slots of cells are those of the last report" { unit slots; }
@test "the cells of a pattern are found in the order of the report" { unit matches; }
@test "the built-in forms have the official cells" { unit forms; }
@test "of texts that share a band the most similar earlier one is found" { unit similar; }
@test "ten thousand copies of one text are looked at a few times each" { unit similar_copies; }
@test "every label leads to all its meanings" { unit form_labels; }
@test "sections are known by what the heading says" { unit headings; }
@test "what is appended and sent comes out whole and in order" { unit out; }
@test "who asks how far the work is spoils no error" { unit progress_errno; }
@test "a signal waits until a thread that dies has cleaned up" { unit cleanup; }
