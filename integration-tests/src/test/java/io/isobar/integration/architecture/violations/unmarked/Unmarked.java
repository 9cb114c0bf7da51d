package io.isobar.integration.architecture.violations.unmarked;

record Unmarked() {}
