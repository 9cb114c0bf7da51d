/** The span of a command, where traces are collected. */
@NullMarked
package io.isobar.cli.trace;

import org.jspecify.annotations.NullMarked;
