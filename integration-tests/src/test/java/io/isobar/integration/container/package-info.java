/** The suites and scenarios again, with PostgreSQL and Kafka in containers. bin/docker-up makes Docker ready. */
@NullMarked
package io.isobar.integration.container;

import org.jspecify.annotations.NullMarked;
