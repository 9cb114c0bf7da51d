@NullMarked
package io.isobar.cli.trace;

import org.jspecify.annotations.NullMarked;
