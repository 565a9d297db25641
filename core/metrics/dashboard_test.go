package metrics

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// exported lists the names of everything that is exported.
func exported(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{"up": true} // Prometheus's own
	for line := range strings.Lines(scrape(t, used(t))) {
		if !strings.HasPrefix(line, "#") {
			names[line[:strings.IndexAny(line, "{ ")]] = true
		}
	}
	return names
}

var metricName = regexp.MustCompile(`\b(?:parley|process|go)_[a-z_]+\b|\bup\b`)

// named lists the metrics of an expression, without what stands in quotes.
func named(expr string) []string {
	return metricName.FindAllString(regexp.MustCompile(`"[^"]*"`).ReplaceAllString(expr, `""`), -1)
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// The dashboard shows exactly what is exported: no panel stays empty, and no metric
// of ours is shown nowhere.
func TestDashboard(t *testing.T) {
	t.Parallel()
	var dashboard struct {
		Panels []struct {
			Type, Title string
			Targets     []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(read(t, "config/grafana.json"), &dashboard); err != nil {
		t.Fatal(err)
	}
	names, shown := exported(t), map[string]bool{}
	for _, p := range dashboard.Panels {
		if p.Type != "row" && len(p.Targets) == 0 {
			t.Errorf("%s shows nothing", p.Title)
		}
		for _, target := range p.Targets {
			used := named(target.Expr)
			if len(used) == 0 {
				t.Errorf("%s: no metric in %s", p.Title, target.Expr)
			}
			for _, name := range used {
				shown[name] = true
				if !names[name] {
					t.Errorf("%s asks for %s, which nobody exports", p.Title, name)
				}
			}
		}
	}
	for name := range names {
		base := strings.TrimSuffix(strings.TrimSuffix(name, "_sum"), "_count")
		if strings.HasPrefix(name, "parley_") && !shown[name] && !shown[base+"_bucket"] {
			t.Errorf("%s is shown nowhere", name)
		}
	}
}

var (
	alertName = regexp.MustCompile(`(?m)^ +- alert: (\w+)$`)
	alertExpr = regexp.MustCompile(`(?m)^ +expr: (.+)$`)
)

// Every alert asks for what is exported, and the README says what it means.
func TestAlerts(t *testing.T) {
	t.Parallel()
	rules, readme, names := string(read(t, "config/alerts.yml")), string(read(t, "README.md")), exported(t)
	alerts, exprs := alertName.FindAllStringSubmatch(rules, -1), alertExpr.FindAllStringSubmatch(rules, -1)
	if len(alerts) < 10 || len(alerts) != len(exprs) {
		t.Fatalf("%d alerts with %d expressions", len(alerts), len(exprs))
	}
	for i, alert := range alerts {
		if !strings.Contains(readme, "`"+alert[1]+"`") {
			t.Errorf("the README does not say what %s means", alert[1])
		}
		used := named(exprs[i][1])
		if len(used) == 0 {
			t.Errorf("%s asks for nothing", alert[1])
		}
		for _, name := range used {
			if !names[name] {
				t.Errorf("%s asks for %s, which nobody exports", alert[1], name)
			}
		}
	}
}
