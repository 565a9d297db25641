package discordtest

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Limits of messages. Source: discord-api-docs, "Create Message", "Embed
// Limits"; content is 2,000 although the specification allows 4,000.
const (
	mostContent = 2000
	mostEmbeds  = 10
	mostInAll   = 6000 // characters of all embeds
	mostFields  = 25
	mostNonce   = 25
	mostFiles   = 10
	mostFile    = 10 << 20
	mostUpload  = 25 << 20
	mostNamed   = 100 // users or roles of allowed_mentions
)

// checkMessage holds a message to the hand rules. Rules that need the whole
// message, such as that it says anything at all, are left to settle.
func (s *Server) checkMessage(c *call, b *messageBody) *refusal {
	if b.Content != nil {
		*b.Content = strings.TrimSpace(*b.Content)
		if no := s.within(12, "content", *b.Content, mostContent); no != nil {
			return no
		}
	}
	return first(s.checkEmbeds(b), s.checkRows(b), s.checkMentions(b), s.checkNonce(b), s.checkFiles(c))
}

func (s *Server) checkEmbeds(b *messageBody) *refusal {
	if b.Embeds == nil {
		return nil
	}
	if n := len(*b.Embeds); n > mostEmbeds {
		return s.breach(0, "embeds", "%d embeds, at most %d", n, mostEmbeds)
	}
	all := 0
	for i, e := range *b.Embeds {
		n, no := s.checkEmbed(fmt.Sprintf("embeds.%d", i), e)
		if no != nil {
			return no
		}
		all += n
	}
	if all > mostInAll {
		return s.breach(1, "embeds", "%d characters in all embeds, at most %d", all, mostInAll)
	}
	return nil
}

// checkEmbed holds one embed to its limits and returns how many
// characters it has, as only all embeds together are held to 6,000.
func (s *Server) checkEmbed(path string, e embed) (int, *refusal) {
	n := length(e.Title) + length(e.Description)
	no := first(s.within(0, path+".title", e.Title, 256), s.within(0, path+".description", e.Description, 4096))
	if e.Footer != nil {
		n += length(e.Footer.Text)
		no = first(no, s.within(0, path+".footer.text", e.Footer.Text, 2048))
	}
	if e.Author != nil {
		n += length(e.Author.Name)
		no = first(no, s.within(0, path+".author.name", e.Author.Name, 256))
	}
	if no == nil && len(e.Fields) > mostFields {
		no = s.breach(0, path+".fields", "%d fields, at most %d", len(e.Fields), mostFields)
	}
	for i, f := range e.Fields {
		at := fmt.Sprintf("%s.fields.%d", path, i)
		if no == nil && (strings.TrimSpace(f.Name) == "" || strings.TrimSpace(f.Value) == "") {
			no = s.breach(11, at, "a field without name or value")
		}
		n += length(f.Name) + length(f.Value)
		no = first(no, s.within(0, at+".name", f.Name, 256), s.within(0, at+".value", f.Value, 1024))
	}
	return n, no
}

// checkMentions lets allowed_mentions be left out, as other clients do; where it
// is sent, parse must be a list, or Discord would read it as "all".
func (s *Server) checkMentions(b *messageBody) *refusal {
	a := b.AllowedMentions
	if a == nil {
		return nil
	}
	if len(a.Parse) == 0 || string(a.Parse) == "null" {
		return s.breach(24, "allowed_mentions.parse", "must be a list")
	}
	if len(a.Users) > mostNamed || len(a.Roles) > mostNamed {
		return s.breach(0, "allowed_mentions", "over %d users or roles", mostNamed)
	}
	return nil
}

// checkNonce takes a number or a text, as Discord does.
func (s *Server) checkNonce(b *messageBody) *refusal {
	var text string
	if json.Unmarshal(b.Nonce, &text) != nil {
		return nil
	}
	return s.within(25, "nonce", text, mostNonce)
}

// checkFiles answers as the guard before Discord where a body is too large,
// which is not an invalid form.
func (s *Server) checkFiles(c *call) *refusal {
	if n := len(c.files); n > mostFiles {
		return s.breach(32, "files", "%d files, at most %d", n, mostFiles)
	}
	all := 0
	for _, f := range c.files {
		all += len(f.data)
		if len(f.data) > mostFile {
			s.violate(32, "%s: a file of %d bytes, at most %d", c.route, len(f.data), mostFile)
			return tooLarge()
		}
	}
	if all > mostUpload {
		s.violate(32, "%s: files of %d bytes in all, at most %d", c.route, all, mostUpload)
		return tooLarge()
	}
	return nil
}

// settled refuses a message that says nothing.
func (s *Server) settled(m *message, b *messageBody) *refusal {
	if m.content != "" || len(m.embeds)+len(m.components)+len(m.files)+len(b.Stickers) > 0 || len(b.Poll) > 0 {
		return nil
	}
	s.violate(13, "a message that says nothing")
	return bad(50006, "Cannot send an empty message")
}
