"""The runner: starts sandboxes, tells them their jobs, watches them and reports. Standard library only."""
