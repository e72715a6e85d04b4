"""The archive for other programs and sites: for crawlers, feed readers, harvesters, those who cite or take it whole."""
