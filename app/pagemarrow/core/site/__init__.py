"""What is known of single sites: values that an operator's files are read into, and how they act on a page."""

from pagemarrow.core.site.apply import Reading, read_site
from pagemarrow.core.site.hosts import NO_SITES, Sites, host_of
from pagemarrow.core.site.obey import obey_site, tell_site
from pagemarrow.core.site.values import Pick, SiteRule

__all__ = [
    "NO_SITES",
    "Pick",
    "Reading",
    "SiteRule",
    "Sites",
    "host_of",
    "obey_site",
    "read_site",
    "tell_site",
]
