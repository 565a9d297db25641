package conform

import (
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

const gotMark = ", got "

// phrase words a failed rule. It names bounds, never the text that broke them,
// because what people write has no place in a log.
func phrase(rule jsonschema.ErrorKind) string {
	switch k := rule.(type) {
	case *kind.MaxLength:
		return fmt.Sprintf("%d characters, at most %d", k.Got, k.Want)
	case *kind.MinLength:
		return fmt.Sprintf("%d characters, at least %d", k.Got, k.Want)
	case *kind.MaxItems:
		return fmt.Sprintf("%d entries, at most %d", k.Got, k.Want)
	case *kind.MinItems:
		return fmt.Sprintf("%d entries, at least %d", k.Got, k.Want)
	case *kind.MaxProperties:
		return fmt.Sprintf("%d keys, at most %d", k.Got, k.Want)
	case *kind.MinProperties:
		return fmt.Sprintf("%d keys, at least %d", k.Got, k.Want)
	case *kind.Maximum:
		return "more than " + k.Want.RatString()
	case *kind.Minimum:
		return "less than " + k.Want.RatString()
	case *kind.UniqueItems:
		return fmt.Sprintf("entries %d and %d are the same", k.Duplicates[0], k.Duplicates[1])
	case *kind.Format:
		return "is no " + k.Want
	case *kind.Pattern:
		return "does not look like " + k.Want
	case nil:
		return "is not allowed"
	}
	return rule.LocalizedString(message.NewPrinter(language.English))
}

func wrongType(wants []string, got string) string {
	return "want " + strings.Join(wants, " or ") + gotMark + got
}

func wrongValue(wants []string) string {
	return "want one of " + strings.Join(wants, ", ")
}

func words(values []any) []string {
	words := make([]string, 0, len(values))
	for _, v := range values {
		words = append(words, fmt.Sprint(v))
	}
	return words
}
