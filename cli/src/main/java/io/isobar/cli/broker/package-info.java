/** The connection to a broker: its address, its calls with their deadlines, its lists page by page. */
@NullMarked
package io.isobar.cli.broker;

import org.jspecify.annotations.NullMarked;
