/**
 * The real engines as child processes: PostgreSQL from the machine or from the bundle, Kafka from the Maven jars. Each
 * works in one folder, listens on the loopback address only, and keeps its data over kill -9.
 */
@NullMarked
package io.isobar.standalone.engine;

import org.jspecify.annotations.NullMarked;
