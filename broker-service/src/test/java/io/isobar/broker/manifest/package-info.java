/** Tests of workload files. */
@org.jspecify.annotations.NullMarked
package io.isobar.broker.manifest;
