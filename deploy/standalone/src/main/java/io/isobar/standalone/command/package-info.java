/** The launcher's command line: up, run, down, status, footprint, restart, kill. */
@NullMarked
package io.isobar.standalone.command;

import org.jspecify.annotations.NullMarked;
