# Completion of gx-split, gx-table, gx-check and gx-sum for fish.
#
# Options and what they do come from --help when the shell completes one of the
# programs for the first time; the words that an option takes, at each completion.
# So they are never out of date.  Needs nothing but fish and what every Unix has.

# The program on the command line; it may be named by a path.
function __gx_program
    set -l words (commandline -opc)
    echo $words[1]
end

# The columns of the first file on the command line that has a header of records,
# else those of a cell.
function __gx_columns
    set -l words (commandline -opc)
    set -l head
    for file in $words[2..]
        test -f "$file"; or continue
        set head (head -c 4096 -- "$file" 2>/dev/null | tr -d '\0' | head -n 1 | string split \t)
        set -q head[2]; and break
    end
    set -l table (string replace -r 'gx-sum$' gx-table -- $words[1])
    set -q head[2]; or set head ($table 2>/dev/null </dev/null | string split \t)
    printf '%s\n' $head
end

# The words that the line of an option in --help names: "colour: auto, always or
# never".
function __gx_words --argument-names option
    env LC_ALL=C (__gx_program) --help | string match -e -- "--$option=" |
        sed -E 's/^.*=[^ ]+ +//; s/\([^)]*\)//g; s/^.*: //; s/,| or / /g' |
        string split -n ' '
end

# The rules with their titles
function __gx_rules
    set -l program (__gx_program)
    $program --list | string replace -r '\t.*\t' \t
end

# The part of the word at hand that is the argument of an option
function __gx_value
    commandline -ct | string replace -r -- '^(--[^=]*=|-[^-])' ''
end

# What stands before the part of a list that is completed: all to the last comma
function __gx_list_stem
    __gx_value | string match -r -- '^.*,'
end

function __gx_column_list
    set -l stem (__gx_list_stem)
    printf '%s\n' "$stem"(__gx_columns)
end

# sum:cost,count
function __gx_stats
    set -l stem (__gx_list_stem)
    set -l stat (commandline -ct | string match -r -- '[a-z]+:[^,:]*$' | string replace -r ':.*' :)
    if set -q stat[1]
        printf '%s\n' "$stem$stat"(__gx_columns)
    else
        printf '%s\n' "$stem"(__gx_words stats)
    end
end

# How complete is told of the argument of an option
function __gx_argument --argument-names argument option
    switch $argument
        case ''
        case FILE F
            printf '%s\n' -r -F
        case DIR
            printf '%s\n' -x -a '(__fish_complete_directories (__gx_value))'
        case ID
            printf '%s\n' -x -a '(__gx_rules)'
        case COL,COL
            printf '%s\n' -x -a '(__gx_column_list)'
        case 'STAT*'
            printf '%s\n' -x -a '(__gx_stats)'
        case FORMAT LEVEL WHEN
            printf '%s\n' -x -a "(__gx_words $option)"
        case '*' # an argument that only the user knows
            echo -- -x
    end
end

function __gx_define --argument-names name
    type -q $name; or return
    complete -c $name -e
    for line in ($name --help)
        # the line, letter or blank, name, argument or nothing, what it does
        set -l part (string match -r -- '^  (?|-(.),|  ( )) --([a-z0-9-]+)=?(|(?<==)[^ ]+) +(.*)$' $line)
        or continue
        set -l letter
        test "$part[2]" != ' '; and set letter -s $part[2]
        complete -c $name -l $part[3] $letter -d $part[5] (__gx_argument $part[4] $part[3])
    end
end

for name in gx-split gx-table gx-check gx-sum
    __gx_define $name
end
