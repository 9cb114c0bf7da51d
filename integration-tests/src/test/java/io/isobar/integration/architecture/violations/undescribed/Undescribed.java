package io.isobar.integration.architecture.violations.undescribed;

record Undescribed() {}
