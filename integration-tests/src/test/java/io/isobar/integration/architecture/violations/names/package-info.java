/** Breaks a rule on purpose; see RulesBiteTest. */
@NullMarked
package io.isobar.integration.architecture.violations.names;

import org.jspecify.annotations.NullMarked;
