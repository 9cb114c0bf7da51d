/** What the tests run against: a broker in this process, and records as it gives them. */
@NullMarked
package io.isobar.cli.samples;

import org.jspecify.annotations.NullMarked;
