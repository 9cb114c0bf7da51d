/** What users do, on the real parts: PostgreSQL, Kafka, broker and agents as processes of their own. */
@NullMarked
package io.isobar.integration.scenario;

import org.jspecify.annotations.NullMarked;
