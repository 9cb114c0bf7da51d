/** Breaks a rule on purpose; see RulesBiteTest. */
@NullMarked
package io.isobar.integration.architecture.violations.edge.broker.lifecycle;

import org.jspecify.annotations.NullMarked;
