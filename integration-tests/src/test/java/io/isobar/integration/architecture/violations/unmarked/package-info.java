/** Described, but not null-marked. */
package io.isobar.integration.architecture.violations.unmarked;
