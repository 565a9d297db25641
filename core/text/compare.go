package text

import (
	"fmt"
	"strings"
)

// compare tells where a translation of an app differs from the reference.
func (c *Catalog) compare(app string, t *tongue) []error {
	var wrong []error
	reference := c.tongues[Reference].phrases
	for _, key := range sortedKeys(reference) {
		if _, has := t.phrases[key]; !has && strings.HasPrefix(key, app+".") {
			wrong = append(wrong, fmt.Errorf("%s: is missing", key))
		}
	}
	for _, key := range sortedKeys(t.phrases) {
		if !strings.HasPrefix(key, app+".") {
			continue
		}
		p, has := reference[key]
		if !has {
			wrong = append(wrong, fmt.Errorf("%s: is not in %s", key, Reference))
			continue
		}
		if err := t.phrases[key].like(p); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", key, err))
		}
	}
	return wrong
}

// like checks that a translation has the placeholders of the reference.
func (p phrase) like(reference phrase) error {
	// Of an entry that could not be read nobody knows the placeholders.
	if p.broken || reference.broken {
		return nil
	}
	mine, theirs := p.arguments(), reference.arguments()
	// A form such as "a day" leaves the number out, and a language may leave it
	// out in all of them.
	if p.plural != nil || reference.plural != nil {
		mine[countArg], theirs[countArg] = true, true
	}
	if name := difference(theirs, mine); name != "" {
		return fmt.Errorf("lacks {%s}", name)
	}
	if name := difference(mine, theirs); name != "" {
		return fmt.Errorf("has {%s}, which %s has not", name, Reference)
	}
	return nil
}
