package main

// communityRights are what belongs to a community: to those who administer the one
// where it is typed, but for what everybody there may see.
func communityRights() []rule {
	return []rule{
		{path: "mediators", line: "/mediators", want: spaces, keeps: true},
		{path: "community show", line: "/community show", want: spaces, keeps: true},
		{path: "community link", line: "/community link", want: administrators},
		{path: "community join", line: "/community join {community}", want: administrators, keeps: true},
		{path: "community leave", line: "/community leave", want: administrators, keeps: true},
		{path: "rate_limits set", line: "/rate_limits set max_open=400", want: administrators, after: "/rate_limits set max_open=500"},
		{path: "admin mediator add", line: "/admin mediator add test-d:tom", want: administrators, after: "/admin mediator remove test-d:tom"},
		{path: "admin mediator remove", line: "/admin mediator remove test-d:tom", want: administrators, before: "/admin mediator add test-d:tom"},
		{path: "admin mediator list", line: "/admin mediator list", want: administrators, keeps: true},
		{path: "admin mediator place", line: "/admin mediator place here", want: administrators, after: "/admin mediator place off"},
		{path: "admin timezone", line: "/admin timezone Asia/Dubai", want: administrators, after: "/admin timezone UTC"},
	}
}

// staffRights are what mediators may too, where they mediate.
func staffRights() []rule {
	return []rule{
		{path: "admin backup", line: "/admin backup", want: staff},
		{path: "admin export", line: "/admin export", want: staff},
		{path: "admin stats", line: "/admin stats", want: staff, keeps: true},
	}
}

// ownerRights are the owner's alone, wherever it is typed.
func ownerRights() []rule {
	return []rule{
		{path: "admin block", line: "/admin block test-d:tom", want: owners, after: "/admin unblock test-d:tom"},
		{path: "admin unblock", line: "/admin unblock test-d:tom", want: owners, before: "/admin block test-d:tom"},
		{path: "admin verify", line: "/admin verify test-d:tom", want: owners, after: "/admin unverify test-d:tom"},
		{path: "admin unverify", line: "/admin unverify test-d:tom", want: owners, before: "/admin verify test-d:tom"},
		{path: "admin unlink", line: "/admin unlink {linked}", want: owners},
		{path: "admin erase", line: "/admin erase test-d:tom", want: owners, keeps: true},
		{path: "admin unit", line: "/admin unit U{fresh} 2", want: owners},
		{path: "admin rate", line: "/admin rate U{fresh} 0.5", want: owners},
	}
}
