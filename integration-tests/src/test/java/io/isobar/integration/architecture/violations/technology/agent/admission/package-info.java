/** Breaks a rule on purpose; see RulesBiteTest. */
@NullMarked
package io.isobar.integration.architecture.violations.technology.agent.admission;

import org.jspecify.annotations.NullMarked;
