/**
 * What a region has: its description, its pools with their prices, and the nodes of each pool. Values only, and the readers
 * of the two inventory formats; nothing here knows what is in use.
 */
@NullMarked
package io.isobar.agent.inventory;

import org.jspecify.annotations.NullMarked;
