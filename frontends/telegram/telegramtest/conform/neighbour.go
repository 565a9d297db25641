package conform

import (
	"regexp"
	"slices"
	"strings"
)

// What a type's own description, or one field together with its neighbours, says.
var choiceOther = regexp.MustCompile(`(Exactly|At most) one of the (?:optional )?(?:fields|parameters) (?:other than ([^.]+?) )?(?:must|can) be (?:used|present)`)

// choiceOf reads how many fields of an object may stand side by side.
func choiceOf(o *object, about string) *choice {
	m := choiceOther.FindStringSubmatch(about)
	if m == nil {
		return nil
	}
	others := strings.FieldsFunc(m[2], func(r rune) bool { return r == ',' || r == ' ' })
	c := &choice{exact: m[1] == "Exactly"}
	for _, f := range o.list {
		if !f.required && !slices.Contains(others, f.name) {
			c.among = append(c.among, f.name)
		}
	}
	return c
}

// markupOf names the field that, where given, makes a text's raw length say
// nothing, since the limit counts what is left after parsing.
func markupOf(o *object, f *field) string {
	characters := slices.ContainsFunc(f.rules, func(r rule) bool {
		length, ok := r.(lengthRule)
		return ok && !length.bytes
	})
	if !characters {
		return ""
	}
	for _, name := range []string{f.name + "_parse_mode", "parse_mode"} {
		if o.fields[name] != nil {
			return name
		}
	}
	return ""
}

// mayBeText tells whether a plain text may stand for an object of a type.
func mayBeText(description []string) bool {
	return strings.Contains(strings.Join(description, " "), "String can be used instead of this object")
}
