/** Breaks a rule on purpose; see RulesBiteTest. */
@NullMarked
package io.isobar.integration.architecture.violations.strangers.agent.session;

import org.jspecify.annotations.NullMarked;
