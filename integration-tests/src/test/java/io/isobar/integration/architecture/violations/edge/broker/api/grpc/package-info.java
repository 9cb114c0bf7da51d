/** Breaks a rule on purpose; see RulesBiteTest. */
@NullMarked
package io.isobar.integration.architecture.violations.edge.broker.api.grpc;

import org.jspecify.annotations.NullMarked;
