package config

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func deployed(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func first(t *testing.T, text, pattern string) string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("nothing matches %s", pattern)
	}
	return found[1]
}

// isSetting fails the test for a name that Load would not know.
func isSetting(t *testing.T, file, name string) {
	t.Helper()
	if !slices.ContainsFunc(settings, func(s setting) bool { return s.named(name) }) {
		t.Errorf("%s sets %s, which is no setting", file, name)
	}
}

func TestDockerfile(t *testing.T) {
	t.Parallel()
	text := deployed(t, "Dockerfile")
	wants := first(t, deployed(t, "go.mod"), `(?m)^go (\d+\.\d+)`)
	if builds := first(t, text, `(?m)^FROM golang:(\d+\.\d+)`); builds != wants {
		t.Errorf("the image is built with Go %s, go.mod wants %s", builds, wants)
	}
	if user := first(t, text, `(?m)^USER (\d+)`); user == "0" {
		t.Error("the image runs as root")
	}
	env := first(t, text, `(?ms)^ENV (.*?[^\\])$`)
	for _, pair := range strings.Fields(strings.ReplaceAll(env, "\\", " ")) {
		name, _, _ := strings.Cut(pair, "=")
		isSetting(t, "Dockerfile", name)
	}
	volume := first(t, text, `(?m)^VOLUME (\S+)$`)
	for _, name := range []string{"DATABASE_PATH", "LOG_SIGNING_KEY_FILE", "BACKUP_DIR"} {
		if !strings.Contains(env, name+"="+volume+"/") {
			t.Errorf("%s is not kept in the volume %s", name, volume)
		}
	}
	for _, must := range []string{"CGO_ENABLED=0", "-trimpath", `CMD ["/parley", "health"]`, "HTTP_ADDR=", "ca-certificates.crt", "/out/tmp /tmp"} {
		if !strings.Contains(text, must) {
			t.Errorf("the Dockerfile lacks %s", must)
		}
	}
}

// The names are read by indentation: two spaces a level, as the file is written.
func TestCompose(t *testing.T) {
	t.Parallel()
	text := deployed(t, "compose.yaml")
	if strings.Contains(text, "\t") {
		t.Error("YAML knows no tabs")
	}
	service := first(t, text, `(?ms)^  parley:\n(.*?)\n\n`)
	for _, pair := range regexp.MustCompile(`(?m)^      ([A-Z_]+): (.*)$`).FindAllStringSubmatch(service, -1) {
		isSetting(t, "compose.yaml", pair[1])
		if secret, ok := strings.CutPrefix(pair[2], "/run/secrets/"); ok && !strings.Contains(text, "\n  "+secret+":\n    file: secrets/"+secret) {
			t.Errorf("the secret %s has no file", secret)
		}
	}
	for _, list := range regexp.MustCompile(`(?m)^    secrets: \[(.*)\]$`).FindAllStringSubmatch(text, -1) {
		for name := range strings.SplitSeq(list[1], ", ") {
			if !strings.Contains(text, "\n  "+name+":\n    file:") {
				t.Errorf("the secret %s is not declared", name)
			}
		}
	}
	for _, must := range []string{"read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", "condition: service_healthy", "- data:/data", "tmpfs: [/tmp]"} {
		if !strings.Contains(service, must) {
			t.Errorf("the service lacks %s", must)
		}
	}
}

func TestUnit(t *testing.T) {
	t.Parallel()
	text := deployed(t, "config/parley.service")
	state := "/var/lib/" + first(t, text, `(?m)^StateDirectory=(\S+)$`) + "/"
	for _, set := range regexp.MustCompile(`(?m)^Environment=([A-Z_]+)=(.*)$`).FindAllStringSubmatch(text, -1) {
		isSetting(t, "parley.service", set[1])
		if !strings.HasPrefix(set[2], state) {
			t.Errorf("%s=%s is outside %s, where the service may not write", set[1], set[2], state)
		}
	}
	for _, must := range []string{"DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "Restart=always", "SystemCallErrorNumber=EPERM", "[Install]"} {
		if !strings.Contains(text, must+"\n") {
			t.Errorf("the unit lacks %s", must)
		}
	}
	if strings.Contains(text, "RestartPreventExitStatus") {
		t.Error("a panic ends with 2, and has to be followed by a new start")
	}
}
