package discordapi

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// Everything that makes or names a Session stands in two files, and nothing
// changes discordgo's variables.
func TestTwoFilesTouchASession(t *testing.T) {
	t.Parallel()
	var touching []string
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return err
		}
		source, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, source, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if name := ofDiscordgo(n); (name == "Session" || name == "New") && !slices.Contains(touching, file) {
				touching = append(touching, file)
			}
			if change, ok := n.(*ast.AssignStmt); ok && slices.ContainsFunc(change.Lhs, func(e ast.Expr) bool { return ofDiscordgo(e) != "" }) {
				t.Errorf("%s changes a variable of discordgo", file)
			}
			// The fields by which files get at a Session that is there.
			if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == "session" && !slices.Contains(touching, file) && path.Dir(file) == "discordapi" {
				touching = append(touching, file)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"discordapi/api.go", "discordapi/gateway.go"}; !slices.Equal(touching, want) {
		t.Errorf("a Session is touched by %v, not by %v alone", touching, want)
	}
}

// ofDiscordgo returns the name X of an expression discordgo.X, or "".
func ofDiscordgo(n ast.Node) string {
	s, ok := n.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	if pkg, ok := s.X.(*ast.Ident); !ok || pkg.Name != "discordgo" {
		return ""
	}
	return s.Sel.Name
}
